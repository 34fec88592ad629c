"""A case: in the coordinator's channel, to its person, what happened to it, that it waits."""

from bot.intents import CaseAdd, CaseClaim, CaseForm, CaseReopen, CaseWithdraw
from bot.messages import CaseCard, CaseNews, CaseReceipt, CaseReminder, CaseShown, CaseState
from handlers.blocks import parts
from handlers.blocks.common import (
    Block,
    actions,
    button,
    context,
    fields,
    header,
    quoted,
    section,
    sections,
)
from handlers.blocks.text import escape, mention
from handlers.blocks.wording import Wording
from handlers.ids import FormName

_FORMS: dict[CaseState, tuple[FormName, ...]] = {
    "new": ("reply", "ask", "note", "handover", "resolve"),
    "claimed": ("reply", "ask", "note", "handover", "resolve"),
    "waiting": ("reply", "ask", "note", "handover", "resolve"),
    "resolved": ("reply", "note"),
    "closed": (),
}
_HOUR = 60
_WAITING_FOR_YOU = "ui.receipt.state.waiting"


def card(words: Wording, message: CaseCard) -> list[Block]:
    """Everything that is known of the case, and what the coordinator can do with it."""
    case = message.case
    asked = parts.answers(case.answers)
    return [
        header(words.case(case)),
        fields(parts.facts(words, case)),
        *quoted(case.summary),
        *(sections(f"*{words.say('ui.case.answers')}*\n{asked}") if asked else ()),
        *actions(coordinator_buttons(words, case)),
    ]


def coordinator_buttons(words: Wording, case: CaseShown) -> list[Block]:
    """What can be done with a case in its state."""
    claim = button(
        CaseClaim(case=case.id),
        words.label("ui.button.case.claim"),
        style="primary",
        label=words.label("ui.button.case.claim.label", number=case.number),
    )
    forms = [
        button(CaseForm(case=case.id, form=form), words.label(f"ui.button.case.{form}"))
        for form in _FORMS[case.state]
    ]
    return [*([claim] if case.state == "new" else []), *forms]


def receipt(words: Wording, message: CaseReceipt) -> list[Block]:
    """What was handed over, how far it has come, what happens next, and what the person can do."""
    case = message.case
    asked = parts.answers(case.answers)
    state = words.state(case.state) if case.state != "waiting" else words.label(_WAITING_FOR_YOU)
    shown = words.say("ui.receipt.state", state=state)
    opened = words.say("ui.receipt.opened", number=case.number)
    return [
        section(f"*{escape(words.case(case))}*\n{shown} {_next(words, case)}"),
        *quoted(case.summary),
        *(sections(asked) if asked else ()),
        context(f"{opened} {words.when(case.opened_at)}"),
        *actions(person_buttons(words, case)),
    ]


def person_buttons(words: Wording, case: CaseShown) -> list[Block]:
    """What a person can do with their own case in its state."""
    if case.state == "closed":
        return []
    add = button(CaseAdd(case=case.id), words.label("ui.button.case.add"))
    if case.state == "resolved":
        return [button(CaseReopen(case=case.id), words.label("ui.button.case.reopen")), add]
    withdraw = button(
        CaseWithdraw(case=case.id),
        words.label("ui.button.case.withdraw"),
        confirm=parts.confirmation(words, "ui.confirm.case.withdraw"),
    )
    return [add, withdraw]


def news(words: Wording, message: CaseNews) -> list[Block]:
    """What happened, in whose words, and whom the case went to."""
    notified = f"{mention(message.mention.id)} " if message.mention else ""
    return [
        *sections(notified + words.say(message.what, **message.params)),
        *(quoted(message.text) if message.text else ()),
        *([section(parts.contact(words, message.contact))] if message.contact else ()),
        *parts.buttons(words, message.buttons),
    ]


def reminder(words: Wording, message: CaseReminder) -> list[Block]:
    """A case that nobody has taken, and how long it has waited."""
    case = message.case
    key = "ui.reminder" if message.times <= 1 else "ui.reminder.again"
    text = words.say(
        key,
        number=case.number,
        topic=words.topic(case.topic),
        waited=_duration(words, message.waited_minutes),
        times=message.times,
    )
    return [
        section(text),
        *quoted(case.summary, most=1),
        context(f"{words.say('ui.case.person')}: {mention(case.person.id)}"),
        *actions(coordinator_buttons(words, case)[:2]),
    ]


def _next(words: Wording, case: CaseShown) -> str:
    if case.handed_to and case.state in ("new", "claimed", "waiting"):
        return words.say("ui.receipt.next.handed", party=words.party(case.handed_to))
    if case.state == "claimed" and case.claimed_by:
        return words.say("ui.receipt.next.claimed", name=case.claimed_by.name)
    return words.say("ui.receipt.next.by_us" if case.state == "claimed" else _NEXT[case.state])


_NEXT: dict[CaseState, str] = {
    "new": "ui.receipt.next.new",
    "claimed": "ui.receipt.next.by_us",
    "waiting": "ui.receipt.next.waiting",
    "resolved": "ui.receipt.next.resolved",
    "closed": "ui.receipt.next.closed",
}


def _duration(words: Wording, minutes: int) -> str:
    hours, rest = divmod(max(minutes, 0), _HOUR)
    if not hours:
        return words.label("ui.duration.minutes", minutes=rest)
    if not rest:
        return words.label("ui.duration.hours", hours=hours)
    return words.label("ui.duration.both", hours=hours, minutes=rest)
