"""The states of a case: the table by itself, and the service under any sequence of acts."""

import shutil
from itertools import count, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bot.case_states import ENDED, OPEN, TAKING, Act, after, reopens
from bot.database.models import CaseRow
from bot.database.session import Database
from bot.messages import CaseCard, CaseNews, CaseReceipt, CaseShown, CaseState
from bot.outcomes import Done, Outcome
from tests.bot.world import ANNA, ERIN, KARIN, KENT, World

STATES: tuple[CaseState, ...] = (*OPEN, *ENDED)
COORDINATORS = (Act.CLAIM, Act.REPLY, Act.ASK, Act.NOTE, Act.HAND_OVER, Act.RESOLVE)


@pytest.mark.parametrize(("state", "act"), list(product(STATES, Act)))
def test_every_allowed_act_leads_to_a_state_that_fits(state: CaseState, act: Act) -> None:
    for claimed in (True, False):
        then = after(state, act, claimed=claimed)
        if then is None:
            continue
        if act in TAKING:
            assert then != "new"
        elif not claimed:
            assert then in ("new", "closed", state)
        if reopens(state, then):
            assert act in (Act.WRITE, Act.REOPEN, Act.ASK, Act.HAND_OVER)


@pytest.mark.parametrize("state", STATES)
def test_the_person_can_always_write(state: CaseState) -> None:
    assert after(state, Act.WRITE, claimed=True) in OPEN
    assert after(state, Act.WRITE, claimed=False) in ("new", "claimed")


@given(st.lists(st.sampled_from(list(Act)), max_size=30))
def test_no_sequence_of_acts_gets_stuck(acts: list[Act]) -> None:
    state: CaseState = "new"
    claimed = False
    for act in acts:
        then = after(state, act, claimed=claimed)
        if then is not None:
            claimed = claimed or act in TAKING
            state = then
        assert any(after(state, step, claimed=claimed) in ENDED for step in Act) or state in ENDED
        assert (state == "new") <= (not claimed)


@given(st.sampled_from(STATES), st.sampled_from(COORDINATORS), st.booleans())
def test_only_the_person_and_work_taken_up_again_bring_a_case_back(
    state: CaseState, act: Act, claimed: bool
) -> None:
    then = after(state, act, claimed=claimed)
    if state == "closed":
        assert then in (None, "closed")


class CaseMachine(RuleBasedStateMachine):
    """Everybody does anything at any time; what must hold, holds after each step."""

    template: Path
    folder: Path
    numbers = count(1)

    cases = Bundle("cases")
    drafts = Bundle("drafts")
    people = st.sampled_from((ANNA, ERIN))
    coordinators = st.sampled_from((KARIN, KENT))
    anybody = st.sampled_from((ANNA, ERIN, KARIN, KENT))
    words = st.sampled_from(("Hej", "<!channel> & co", "å\nä", "*fet*", "x" * 5000))

    @initialize()
    def begin(self) -> None:
        """A database of its own."""
        path = self.folder / f"{next(self.numbers)}.db"
        shutil.copyfile(self.template, path)
        self.db = Database.connect(f"sqlite:///{path}")
        self.world = World(self.db)
        self.seen: dict[int, tuple[CaseShown, list[tuple[str, str | None, str]], int]] = {}
        self.owners: dict[int, str] = {}
        self.to_coordinator: dict[int, list[str]] = {}
        self.to_person: dict[int, list[str]] = {}
        self.inside: dict[int, list[str]] = {}
        self.unsent: dict[int, tuple[int, str, str]] = {}
        self.texts = count(1)

    def teardown(self) -> None:
        """Give back the connections."""
        if hasattr(self, "db"):
            self.db.close()

    def text(self, words: str) -> str:
        """A text that is unlike every other."""
        return f"{words} {next(self.texts)}"

    def told(self, case: int) -> int:
        """How much news the case's person has been told of it."""
        return sum(news.case == case for news in self.world.mail.news(self.owners[case]))

    def settle(
        self, case: int, outcome: Outcome, kept: dict[int, list[str]] | None, text: str
    ) -> None:
        """Remember an accepted text; a refusal changed nothing."""
        if isinstance(outcome, Done):
            if kept is not None:
                kept[case].append(text)
        else:
            shown, events, _ = self.seen[case]
            assert self.world.case(case) == shown
            assert self.world.events(case) == events

    @rule(target=cases, person=people)
    def open(self, person: str) -> int:
        """Open a case."""
        case = self.world.open(person)
        self.owners[case] = person
        for kept in (self.to_coordinator, self.to_person, self.inside):
            kept[case] = []
        return case

    @rule(case=cases, who=anybody)
    def claim(self, case: int, who: str) -> None:
        """Somebody takes the case."""
        outcome = self.world.cases.claim(self.world.press(who), case)
        self.settle(case, outcome, None, "")

    @rule(case=cases, who=anybody, words=words)
    def reply(self, case: int, who: str, words: str) -> None:
        """Somebody answers the person."""
        text = self.text(words)
        outcome = self.world.cases.reply(self.world.press(who), case, text)
        self.settle(case, outcome, self.to_person, text)

    @rule(case=cases, who=anybody, words=words)
    def ask(self, case: int, who: str, words: str) -> None:
        """Somebody asks the person."""
        text = self.text(words)
        outcome = self.world.cases.ask(self.world.press(who), case, text)
        self.settle(case, outcome, self.to_person, text)

    @rule(case=cases, who=anybody, words=words)
    def note(self, case: int, who: str, words: str) -> None:
        """Somebody keeps a note."""
        text = self.text(words)
        outcome = self.world.cases.note(self.world.press(who), case, text)
        self.settle(case, outcome, self.inside, text)

    @rule(case=cases, who=anybody, party=st.sampled_from(("lyreco", "it-ystad", "samordnare")))
    def hand_over(self, case: int, who: str, party: str) -> None:
        """Somebody hands the case over."""
        text = self.text("Till dem")
        outcome = self.world.cases.hand_over(self.world.press(who), case, party, text)
        self.settle(case, outcome, self.to_person, text)

    @rule(case=cases, who=anybody)
    def resolve(self, case: int, who: str) -> None:
        """Somebody solves the case."""
        text = self.text("Klart")
        outcome = self.world.cases.resolve(self.world.press(who), case, text)
        self.settle(case, outcome, self.to_person, text)

    @rule(target=drafts, case=cases, who=coordinators, words=words)
    def draft(self, case: int, who: str, words: str) -> object:
        """A coordinator writes in the thread."""
        text = self.text(words)
        closed = self.world.case(case).state == "closed"
        event = self.world.drafted(who, case, text)
        self.inside[case].append(text)
        if closed:
            return multiple()
        self.unsent[event] = (case, who, text)
        return event

    @rule(event=drafts, who=anybody, send=st.booleans())
    def decide(self, event: int, who: str, send: bool) -> None:
        """Somebody sends the draft or keeps it."""
        cases, occasion = self.world.cases, self.world.press(who)
        case, writer, text = self.unsent.get(event, (0, "", ""))
        if not case:
            return
        act = cases.send_draft if send else cases.keep_draft
        outcome = act(occasion, case, event)
        self.settle(case, outcome, None, text)
        if isinstance(outcome, Done):
            assert who == writer
            del self.unsent[event]
            if send:
                self.inside[case].remove(text)
                self.to_person[case].append(text)

    @rule(case=cases, words=words)
    def write(self, case: int, words: str) -> None:
        """The person writes in a thread of the case."""
        text = self.text(words)
        self.world.wrote(self.owners[case], case, text)
        self.to_coordinator[case].append(text)

    @rule(case=cases, who=anybody, words=words)
    def add(self, case: int, who: str, words: str) -> None:
        """Somebody writes in the person's form."""
        text = self.text(words)
        outcome = self.world.cases.add(self.world.press(who, dm=True), case, text)
        assert isinstance(outcome, Done) == (who == self.owners[case])
        self.settle(case, outcome, self.to_coordinator, text)

    @rule(case=cases, who=anybody)
    def withdraw(self, case: int, who: str) -> None:
        """Somebody takes the case back."""
        outcome = self.world.cases.withdraw(self.world.press(who, dm=True), case)
        self.settle(case, outcome, None, "")

    @rule(case=cases, who=anybody)
    def reopen(self, case: int, who: str) -> None:
        """Somebody opens the case again."""
        outcome = self.world.cases.reopen(self.world.press(who, dm=True), case)
        self.settle(case, outcome, None, "")

    @rule(hours=st.sampled_from((1, 5, 24, 24 * 15)))
    def time_passes(self, hours: int) -> None:
        """The sweeps run."""
        self.world.clock.advance(hours=hours)
        self.world.cases.remind_due()
        self.world.cases.close_due()

    @invariant()
    def holds(self) -> None:
        """What must hold after each step."""
        if not hasattr(self, "world"):
            return
        self.world.mail.deliver()
        for case, owner in self.owners.items():
            shown, events, told = self.world.case(case), self.world.events(case), self.told(case)
            self.state_fits(case, shown)
            before, old_events, old_told = self.seen.get(case, (shown, events, told))
            assert events[: len(old_events)] == old_events
            assert before.claimed_by in (None, shown.claimed_by)
            if before.state != shown.state:
                assert told > old_told
            assert self.standing(case, owner) == [shown, shown]
            self.seen[case] = (shown, events, told)
            self.nothing_is_lost(case, owner)

    def state_fits(self, case: int, shown: CaseShown) -> None:
        """The row's columns fit its state."""
        with self.db.read() as session:
            row = session.get(CaseRow, case)
            assert row is not None
            assert (row.remind_at is not None) == (row.state == "new")
            assert (row.close_at is not None) == (row.state == "resolved")
        if shown.state == "new":
            assert shown.claimed_by is None
        elif shown.state != "closed":
            assert shown.claimed_by is not None
            assert shown.claimed_by.id in (KARIN, KENT)

    def standing(self, case: int, owner: str) -> list[CaseShown]:
        """The case as its card and its receipt show it."""
        mail = self.world.mail
        return [
            message.case
            for message in (*mail.in_channel(), *mail.to(owner))
            if isinstance(message, CaseCard | CaseReceipt) and message.case.id == case
        ]

    def nothing_is_lost(self, case: int, owner: str) -> None:
        """Every text has reached the other side, once, and notes have not."""
        news = [n for n in self.world.mail.news(owner) if n.case == case]
        log = [n for n in self.world.mail.log() if n.case == case]
        assert written(news) == self.to_person[case]
        assert [n.text for n in log if n.what == "case.log.person_wrote"] == (
            self.to_coordinator[case]
        )
        kept = [text for _, _, text in self.world.events(case)]
        for text in (*self.inside[case], *self.to_coordinator[case], *self.to_person[case]):
            assert text in kept


def written(news: list[CaseNews]) -> list[str]:
    """What coordinators wrote to the person."""
    return [item.text for item in news if item.text is not None]


def test_any_sequence_of_acts(sqlite_template: Path, tmp_path: Path) -> None:
    class OnTemplate(CaseMachine):
        template = sqlite_template
        folder = tmp_path

    run_state_machine_as_test(
        OnTemplate,
        settings=settings(max_examples=15, stateful_step_count=25, deadline=None),
    )
