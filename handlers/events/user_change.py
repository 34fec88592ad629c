"""A person's account changed: name or language may be another, or they a guest by now."""

from typing import Any

from slack_bolt import App

from handlers.services import Services


def register(app: App, services: Services) -> None:
    """Listen to `user_change`; strangers are looked up when they write.

    It is not kept in the inbox: a change that is missed is seen when the person is looked up anew.
    """

    def user_change(event: dict[str, Any]) -> None:
        person_id = event["user"]["id"]
        services.directory.forget_account(person_id)
        if _is_known(services, person_id):
            services.people.meet(person_id, again=True)

    app.event("user_change")(user_change)


def _is_known(services: Services, person_id: str) -> bool:
    with services.db.read() as session:
        try:
            services.people.get(session, person_id)
        except LookupError:
            return False
    return True
