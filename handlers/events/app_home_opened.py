"""The App Home opened: it is shown as it is now."""

from slack_bolt import App, BoltContext

from handlers.arrival import arrive
from handlers.payloads import DIRECT
from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to `app_home_opened`."""

    def app_home_opened(context: BoltContext) -> None:
        arrival = arrive(services, context, DIRECT)
        services.conversations.open_home(arrival.occasion)

    app.event("app_home_opened")(app_home_opened)
