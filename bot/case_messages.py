"""What a case says, and to whom: its card and thread in the channel, the person's DM."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from bot import case_store
from bot.contacts import Contacts
from bot.database.models import CaseRow
from bot.intents import (
    CaseAdd,
    CaseReopen,
    KnowledgeFromCase,
    KnowledgeSameAsCase,
    ThreadKeep,
    ThreadSend,
)
from bot.messages import (
    Button,
    CaseCard,
    CaseNews,
    CaseReceipt,
    CaseReminder,
    CaseShown,
    PersonShown,
    Say,
)
from bot.occasion import Place
from bot.outbox import Envelope, InPlaceOf, Outbox, Target, ToPerson, ToPlace, UnderMessage
from bot.people import People, Person
from knowledge.text import Lang

CHANNEL_LANG = Lang.SV
"""The language of what every coordinator reads."""


def add_button(case_id: int) -> Button:
    """ "Svara": the person writes to their case."""
    return Button(intent=CaseAdd(case=case_id), label="case.button.add", style="primary")


def reopen_button(case_id: int) -> Button:
    """ "Det är inte löst": the person opens their case again."""
    return Button(intent=CaseReopen(case=case_id), label="case.button.reopen")


def learn_buttons(case_id: int, event_id: int) -> tuple[Button, ...]:
    """After an answer: the coordinator makes knowledge of it."""
    return (
        Button(
            intent=KnowledgeFromCase(case=case_id, event=event_id),
            label="ui.button.knowledge.from_case",
        ),
        Button(intent=KnowledgeSameAsCase(case=case_id), label="ui.button.knowledge.same_case"),
    )


class CaseMessages:
    """Puts what a case says into the outbox, in the caller's transaction."""

    def __init__(self, outbox: Outbox, people: People, contacts: Contacts, channel: str) -> None:
        self._outbox = outbox
        self._people = people
        self._contacts = contacts
        self._channel = channel

    def opened(self, session: Session, row: CaseRow, lang: Lang) -> None:
        """Post the card and the receipt of a new case, and note in the row where they are."""
        case = case_store.shown(session, row)
        to_channel = ToPlace(channel=self._channel)
        row.card_id = self._put(session, row, to_channel, CHANNEL_LANG, CaseCard(case=case))
        to_person = ToPerson(person=row.person_id)
        row.receipt_id = self._put(session, row, to_person, lang, CaseReceipt(case=case))
        session.flush()

    def changed(self, session: Session, row: CaseRow, before: CaseShown) -> None:
        """Bring card and receipt up to date, if the case looks otherwise than `before`."""
        session.flush()
        case = case_store.shown(session, row)
        if case == before:
            return
        if row.card_id is not None:
            in_place = InPlaceOf(message=row.card_id)
            self._put(session, row, in_place, CHANNEL_LANG, CaseCard(case=case))
        if row.receipt_id is not None:
            in_place = InPlaceOf(message=row.receipt_id)
            self._put(session, row, in_place, self._lang(session, row), CaseReceipt(case=case))

    def log(
        self,
        session: Session,
        row: CaseRow,
        what: str,
        *,
        by: PersonShown | None,
        text: str | None = None,
        params: Mapping[str, str] | None = None,
        party: str | None = None,
        mention: str | None = None,
        buttons: tuple[Button, ...] = (),
    ) -> None:
        """Write a line in the case's thread; `mention` is the id of a coordinator to notify."""
        if row.card_id is None:
            return
        news = CaseNews(
            case=row.id,
            what=f"case.log.{what}",
            by=by,
            text=text or None,
            params=_params(row, by, params),
            contact=self._contacts.card(session, party, lang=CHANNEL_LANG) if party else None,
            mention=self._people.get(session, mention).shown if mention else None,
            buttons=buttons,
        )
        self._put(session, row, UnderMessage(message=row.card_id), CHANNEL_LANG, news)

    def tell(
        self,
        session: Session,
        row: CaseRow,
        what: str,
        *,
        by: PersonShown | None,
        text: str | None = None,
        params: Mapping[str, str] | None = None,
        buttons: tuple[Button, ...] = (),
    ) -> None:
        """Tell the case's person in their DM; a reply in that message's thread is the case's."""
        news = CaseNews(
            case=row.id,
            what=f"case.news.{what}",
            by=by,
            text=text or None,
            params=_params(row, by, params),
            buttons=buttons,
        )
        to_person = ToPerson(person=row.person_id)
        self._put(session, row, to_person, self._lang(session, row), news)

    def ask_whereto(
        self, session: Session, row: CaseRow, actor: Person, event_id: int, place: Place | None
    ) -> None:
        """Ask who wrote in the thread whether that goes to the person or stays internal."""
        say = Say(
            key="case.draft",
            params={"number": number(row), "name": self._people.get(session, row.person_id).name},
            buttons=(
                Button(
                    intent=ThreadSend(case=row.id, event=event_id),
                    label="case.button.send",
                    style="primary",
                ),
                Button(intent=ThreadKeep(case=row.id, event=event_id), label="case.button.keep"),
            ),
        )
        target = self._beside(session, row, actor, place)
        self._outbox.put(session, Envelope(target=target, lang=actor.lang, message=say))

    def say_beside(
        self, session: Session, row: CaseRow, actor: Person, key: str, place: Place | None
    ) -> None:
        """Say something in the case's thread that only the actor sees."""
        say = Say(key=key, params={"number": number(row)})
        target = self._beside(session, row, actor, place)
        self._outbox.put(session, Envelope(target=target, lang=actor.lang, message=say))

    def remind(self, session: Session, row: CaseRow, waited_minutes: int) -> None:
        """Remind the channel of a case that nobody has claimed."""
        reminder = CaseReminder(
            case=case_store.shown(session, row), waited_minutes=waited_minutes, times=row.reminders
        )
        self._put(session, row, ToPlace(channel=self._channel), CHANNEL_LANG, reminder)

    def _put(
        self,
        session: Session,
        row: CaseRow,
        target: Target,
        lang: Lang,
        message: CaseCard | CaseReceipt | CaseNews | CaseReminder,
    ) -> int:
        envelope = Envelope(target=target, lang=lang, message=message)
        return self._outbox.put(session, envelope, row.id)

    def _lang(self, session: Session, row: CaseRow) -> Lang:
        return self._people.get(session, row.person_id).lang

    def _beside(
        self, session: Session, row: CaseRow, actor: Person, place: Place | None
    ) -> ToPlace:
        if place is not None:
            return ToPlace(channel=place.channel, thread_ts=place.thread_ts, only_for=actor.id)
        card = case_store.card_place(session, row)
        if card is None:
            return ToPlace(channel=self._channel, only_for=actor.id)
        return ToPlace(channel=card.channel, thread_ts=card.ts, only_for=actor.id)


def number(row: CaseRow) -> str:
    """The case's number, as people quote it."""
    return case_number(row.id)


def case_number(case_id: int) -> str:
    """The number of the case with that id."""
    return f"E-{case_id + 1000}"


def _params(
    row: CaseRow, by: PersonShown | None, params: Mapping[str, str] | None
) -> dict[str, str]:
    who = {"name": by.name} if by else {}
    return {"number": number(row), **who, **(params or {})}
