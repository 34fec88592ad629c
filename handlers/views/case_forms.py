"""The coordinator's forms on a case."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.occasion import Occasion
from bot.outcomes import Outcome
from handlers.arrival import arrive_submitting
from handlers.forms import answer, mend
from handlers.ids import ARTICLES, FORMS, PARTY, TEXT, CaseOrigin, FormName, case_form
from handlers.payloads import articles_chosen, entered
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to each form."""
    for form in FORMS:
        _register(app, services, form)


def _register(app: App, services: Services, form: FormName) -> None:
    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = CaseOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        text, party = entered(body, TEXT), entered(body, PARTY)
        if form == "reply":
            text = _with_articles(services, text, articles_chosen(body, ARTICLES))
        if not text and form in ("reply", "ask", "note"):
            mend(services, ack, arrival, {TEXT: "ui.error.empty"})
            return
        outcome = _act(services, arrival.occasion, form, origin.case, text, party)
        answer(services, ack, arrival, outcome, text)

    app.view(case_form(form))(submitted)


def _with_articles(services: Services, text: str, articles: tuple[int, ...]) -> str:
    """A reply with the articles that go with it, each with the name beside its number."""
    lines = [
        f"{line.name} – {line.article_number} ({line.supplier})"
        for line in services.desk.lines(articles)
    ]
    return "\n".join(filter(None, (text, *lines)))


def _act(
    services: Services, occasion: Occasion, form: FormName, case: int, text: str, party: str
) -> Outcome:
    match form:
        case "reply":
            return services.cases.reply(occasion, case, text)
        case "ask":
            return services.cases.ask(occasion, case, text)
        case "note":
            return services.cases.note(occasion, case, text)
        case "handover":
            return services.cases.hand_over(occasion, case, party, text)
        case "resolve":
            return services.cases.resolve(occasion, case, text)
