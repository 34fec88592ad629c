"""What no other listener takes: from an older version of the bot, or not asked for."""

import re

from slack_bolt import App, BoltContext

from handlers.arrival import KEY
from handlers.ids import SUBMITTED, OutdatedError
from handlers.services import Services

_ANYTHING = re.compile(".*", re.DOTALL)

_NO_FORM = re.compile(rf"^(?!(?:{'|'.join(map(re.escape, SUBMITTED))})\Z)")
"""Not ours: Bolt goes on to the next listener when one has not acknowledged in three seconds, so
this must not take from it what it is still working at."""


def register(app: App, services: Services) -> None:
    """Register last: events are done with, and who pressed something old is told so."""

    def event(context: BoltContext) -> None:
        services.inbox.finish(context[KEY])

    def outdated() -> None:
        raise OutdatedError("no listener knows this")

    app.event(_ANYTHING)(event)
    app.action(_ANYTHING)(outdated)
    app.view(_NO_FORM)(outdated)
    app.shortcut(_ANYTHING)(outdated)
