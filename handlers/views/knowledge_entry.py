"""The form for an entry: what was written is shown as people will see it, before it is kept."""

from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.knowledge_edits import EntryOpened
from bot.outcomes import Refused
from handlers.arrival import arrive_submitting
from handlers.blocks import knowledge
from handlers.blocks.entry_form import written_in
from handlers.forms import answer, mend
from handlers.ids import KNOWLEDGE_ENTRY, DraftOrigin, EntryOrigin
from handlers.services import Services
from knowledge.authoring import Faults


def register(app: App, services: Services) -> None:
    """Listen to the form; what is wrong is said at its field."""

    def submitted(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        origin = EntryOrigin.load(body["view"]["private_metadata"])
        arrival = arrive_submitting(services, context, origin)
        opened = EntryOpened(
            topic=origin.topic, base=origin.base, question=origin.question, case=origin.case
        )
        written = written_in(body)
        drafted = services.edits.draft(arrival.occasion, opened, written)
        match drafted:
            case Faults(fields=fields):
                mend(services, ack, arrival, dict(fields))
            case Refused():
                answer(services, ack, arrival, drafted, written.answer_sv)
            case _:
                place = DraftOrigin(**arrival.origin.model_dump(), draft=drafted.id)
                view = knowledge.preview(arrival.words, drafted, place)
                ack(response_action="push", view=view)

    app.view(KNOWLEDGE_ENTRY)(submitted)
