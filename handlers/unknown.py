"""What no other listener takes: from an older version of the bot, or not asked for."""

import re

from slack_bolt import App, BoltContext

from handlers.arrival import KEY
from handlers.ids import OutdatedError
from handlers.services import Services

_ANYTHING = re.compile(".*", re.DOTALL)


def register(app: App, services: Services) -> None:
    """Register last: events are done with, and who pressed something old is told so."""

    def event(context: BoltContext) -> None:
        services.inbox.finish(context[KEY])

    def outdated() -> None:
        raise OutdatedError("no listener knows this")

    app.event(_ANYTHING)(event)
    app.action(_ANYTHING)(outdated)
    app.view(_ANYTHING)(outdated)
    app.shortcut(_ANYTHING)(outdated)
