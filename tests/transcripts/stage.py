"""The whole bot but for the network: a real database, and what Slack would show of the outbox.

What is pressed is found in the blocks that were drawn, and goes in as Slack would give it back.
"""

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import select

from bot.catalogue import Catalogue
from bot.conversation_state import State
from bot.conversations import TalkIntent
from bot.core import Core, build_core, understanding
from bot.database.models import ConversationRow, OutboxRow
from bot.database.session import Database
from bot.intents import CaseReopen, CaseWithdraw
from bot.live_knowledge import LiveKnowledge
from bot.messages import CaseNews, CaseReceipt, CaseShown, Message
from bot.occasion import FileRef, Occasion, Place, Profile
from bot.outbox import AsReaction, Envelope, InPlaceOf, InPlaceOfPosted, ToHome, ToPerson
from bot.sandbox.blockkit import check_message_blocks
from bot.sandbox.model import Json
from bot.settings import Settings
from bot.topic_understanding import Trained
from handlers.blocks import Renderer
from handlers.payloads import intent_of, readable
from knowledge.articles import ArticleIndex
from tests.support.surfaces import elements_of, options_of, seen_text
from tests.transcripts.model import Act, Who

PERSON, COORDINATOR = "U0PERSON01", "U0SAMORD01"
DM, CHANNEL = "D0PERSON01", "C0SAMORD01"
MONDAY_NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Shown:
    """A message as it was drawn in the DM, `ts` being its place there."""

    ts: str
    message: Message
    blocks: list[Json]

    @property
    def text(self) -> str:
        """What a person reads of it, but for its buttons and menus."""
        kinds = ("actions", "context_actions")
        return seen_text({"blocks": [b for b in self.blocks if b["type"] not in kinds]})

    @property
    def buttons(self) -> list[str]:
        """The names of all that can be pressed or chosen."""
        return [name for name, _ in pressable({"blocks": self.blocks})]


@dataclass(frozen=True)
class _Workspace:
    who: Who

    def profile(self, person_id: str) -> Profile | None:
        """A person's profile."""
        if person_id == COORDINATOR:
            return Profile(name="Karin Samordnare", locale="sv-SE")
        return Profile(name="Kim Person", locale=self.who.locale)

    def is_coordinator(self, person_id: str) -> bool:
        """Whether the person is a member of the coordinator's channel."""
        return person_id == COORDINATOR or self.who.coordinator


def pressable(surface: Json) -> Iterator[tuple[str, Json]]:
    """What can be pressed or chosen, by name, as the action that Slack would send."""
    for block, element in elements_of(surface):
        about = {"block_id": block.get("block_id", ""), "action_id": element["action_id"]}
        match element["type"]:
            case "button":
                yield element["text"]["text"], {**about, "value": element["value"]}
            case "feedback_buttons":
                for side in ("positive_button", "negative_button"):
                    answer = element[side]
                    yield answer["text"]["text"], {**about, "value": answer["value"]}
            case "static_select":
                for option in options_of(element):
                    yield option["text"]["text"], {**about, "selected_option": option}


@dataclass
class Stage:
    """A conversation between one person and the bot."""

    core: Core
    renderer: Renderer
    drawn: list[Shown] = field(default_factory=list)
    _keys: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    def build(
        cls,
        settings: Settings,
        db: Database,
        trained: Trained,
        articles: ArticleIndex,
        who: Who,
    ) -> "Stage":
        """The bot over an empty database at head, and a person whom it has met."""
        knowledge = LiveKnowledge(db, trained)
        catalogue = Catalogue(db, knowledge.base.parties, _now, articles)
        core = build_core(
            settings=settings,
            db=db,
            knowledge=knowledge,
            catalogue=catalogue,
            understands=understanding(settings, knowledge, catalogue),
            directory=_Workspace(who),
            now=_now,
            woken=lambda: None,
        )
        for person in (PERSON, COORDINATOR):
            core.people.meet(person)
        with db.write() as session:
            core.people.describe(
                session,
                PERSON,
                municipality=who.municipality,
                department=who.department,
                role=who.role,
            )
        return cls(core, Renderer(knowledge.current, settings.timezone))

    # What is done ------------------------------------------------------------------------------

    def say(
        self, text: str, *, in_thread: bool = False, files: tuple[FileRef, ...] = ()
    ) -> list[Shown]:
        """Write in the DM, or under the newest message about a case; returns what is new there."""
        thread = self._case_thread() if in_thread else None
        sent = html.escape(text, quote=False)  # as Slack does
        occasion = self._occasion(Place(channel=DM, thread_ts=thread))
        heard = readable(sent, "U0BOT00001", lambda person: person)
        self.core.conversations.receive(occasion, heard, files)
        return self._deliver()

    def press(self, name: str, *, old: bool = False) -> list[Shown]:
        """Press what has this name in the newest message that has it, as it is or as it was."""
        shown = self.drawn if old else self.standing()
        for message in reversed(shown):
            for label, action in pressable({"blocks": message.blocks}):
                if label == name:
                    self._act(action, message.ts)
                    return self._deliver()
        there = [label for message in shown for label in message.buttons]
        raise AssertionError(f"nothing called {name!r} can be pressed; there is {there}")

    def coordinate(self, act: Act) -> list[Shown]:
        """The coordinator does something with the newest case; returns what the person sees."""
        occasion = self._occasion(Place(channel=CHANNEL, dm=False), COORDINATOR)
        case = self.cases()[0].id
        if act.ask is not None:
            self.core.cases.ask(occasion, case, act.ask)
        elif act.reply is not None:
            self.core.cases.reply(occasion, case, act.reply)
        elif act.resolve is not None:
            self.core.cases.resolve(occasion, case, act.resolve)
        return self._deliver()

    # What has come of it -----------------------------------------------------------------------

    def standing(self) -> list[Shown]:
        """The messages in the DM, each as it is now."""
        return list({shown.ts: shown for shown in self.drawn}.values())

    def cases(self) -> tuple[CaseShown, ...]:
        """The person's cases, newest first."""
        with self.core.db.read() as session:
            return self.core.cases.of_person(session, PERSON)

    def state(self) -> State:
        """What is expected next in the DM."""
        with self.core.db.read() as session:
            row = session.scalar(
                select(ConversationRow).where(
                    ConversationRow.person_id == PERSON, ConversationRow.channel_id == "dm"
                )
            )
            return State() if row is None else State.model_validate_json(row.state)

    # Parts -------------------------------------------------------------------------------------

    def _act(self, action: Json, message_ts: str) -> None:
        occasion = self._occasion(Place(channel=DM)).model_copy(update={"message_ts": message_ts})
        intent = intent_of(action)
        if isinstance(intent, TalkIntent):
            self.core.conversations.press(occasion, intent)
        elif isinstance(intent, CaseReopen):
            self.core.cases.reopen(occasion, intent.case)
        elif isinstance(intent, CaseWithdraw):
            self.core.cases.withdraw(occasion, intent.case)
        else:
            pytest.fail(f"{intent.kind} opens a form: that is not for a transcript")

    def _occasion(self, place: Place, person: str = PERSON) -> Occasion:
        key = f"event-{next(self._keys)}"
        self.core.inbox.record(key, {}, person)
        return Occasion(key=key, person=person, place=place, message_ts=f"{key}.0")

    def _case_thread(self) -> str:
        about_cases = [s for s in self.drawn if isinstance(s.message, CaseNews | CaseReceipt)]
        return about_cases[-1].ts

    def _deliver(self) -> list[Shown]:
        """Draw what is in the outbox, in order; returns what is new in the DM."""
        new: list[Shown] = []
        with self.core.db.write() as session:
            rows = session.scalars(
                select(OutboxRow).where(OutboxRow.state == "pending").order_by(OutboxRow.id)
            )
            for row in rows:
                row.state = "sent"
                envelope = Envelope.model_validate_json(row.envelope)
                if isinstance(envelope.target, AsReaction | ToHome):
                    continue
                assert envelope.message is not None
                blocks = self.renderer.render(envelope.message, envelope.lang).blocks
                check_message_blocks(blocks)
                if isinstance(envelope.target, InPlaceOfPosted):
                    row.channel_id, row.ts = envelope.target.channel, envelope.target.ts
                elif isinstance(envelope.target, InPlaceOf):
                    above = session.get_one(OutboxRow, envelope.target.message)
                    row.channel_id, row.ts = above.channel_id, above.ts
                else:
                    dm = isinstance(envelope.target, ToPerson)
                    row.channel_id, row.ts = DM if dm else CHANNEL, f"{row.id}.0"
                if row.channel_id == DM and row.ts is not None:
                    shown = Shown(ts=row.ts, message=envelope.message, blocks=blocks)
                    if isinstance(envelope.target, ToPerson | InPlaceOfPosted):
                        new.append(shown)
                    self.drawn.append(shown)
        return new


def _now() -> datetime:
    return MONDAY_NOON


Build = Callable[[Who], Stage]
"""Gives the bot over an empty database, and a person."""
