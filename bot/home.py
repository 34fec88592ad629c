"""A person's App Home: what is shown there, gathered from the services."""

from bot.accounts.suggestions import Suggestions
from bot.cases import Cases
from bot.contacts import Contacts
from bot.errors import DirectoryUnavailable
from bot.messages import Home
from bot.occasion import Directory
from bot.outbox import Envelope, ToHome
from bot.turn import Turn
from bot.unanswered import Unanswered
from bot.week.overview import Overview

MOST_OPEN = 20


class HomePage:
    """Gathers and publishes a person's App Home."""

    def __init__(
        self,
        cases: Cases,
        contacts: Contacts,
        unanswered: Unanswered,
        overview: Overview,
        suggestions: Suggestions,
        directory: Directory,
    ) -> None:
        self._cases = cases
        self._unanswered = unanswered
        self._contacts = contacts
        self._overview = overview
        self._suggestions = suggestions
        self._directory = directory

    def is_coordinator(self, person_id: str) -> bool:
        """Whether the coordinator's parts are shown; goes over the network, so ask it first.

        If the workspace cannot say, they are not.
        """
        try:
            return self._directory.is_coordinator(person_id)
        except DirectoryUnavailable:
            return False

    def publish(self, turn: Turn, *, coordinator: bool) -> None:
        """Put the person's App Home in the outbox."""
        person = turn.person
        guide = turn.state.paused or turn.state.expects
        home = Home(
            person=person.shown,
            municipality=person.municipality,
            department=person.department,
            role=person.role,
            cases=self._cases.of_person(turn.session, person.id),
            coordinator=coordinator,
            open_cases=self._cases.open_cases(turn.session)[:MOST_OPEN] if coordinator else (),
            missing_contacts=self._contacts.missing_count(turn.session) if coordinator else 0,
            unanswered=self._unanswered.count(turn.session) if coordinator else 0,
            lists_waiting=self._overview.waiting(turn.session) if coordinator else 0,
            without_account=self._suggestions.waiting(turn.session) if coordinator else 0,
            guide=guide.walk.guide if guide is not None and guide.kind == "guide" else None,
        )
        envelope = Envelope(target=ToHome(person=person.id), lang=person.lang, message=home)
        turn.outbox.put(turn.session, envelope)
