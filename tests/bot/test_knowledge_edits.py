"""Coordinators change the knowledge: versions, undo, what was not understood, every process."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from bot.database.models import KnowledgeVersionRow, QuestionRow
from bot.intents import KnowledgeFromCase, KnowledgeSameAsCase, KnowledgeUndo
from bot.knowledge_edits import Drafted, EntryOpened, KnowledgeEdits
from bot.knowledge_forms import KnowledgeForms
from bot.knowledge_shown import KnowledgeShown
from bot.live_knowledge import LiveKnowledge
from bot.messages import Say
from bot.occasion import Occasion
from bot.outcomes import Done, Outcome, Refused
from bot.questions import Questions
from bot.topic_understanding import TopicUnderstanding, Trained
from bot.unanswered import Unanswered, UnansweredGroup
from bot.understanding import Alternative, Understood
from knowledge.authoring import Faults, Written, WrittenVariant
from knowledge.guides import Guide
from knowledge.language import Lexicon, load_lexicon
from knowledge.library import Library, default_content_dir, load_library
from knowledge.matching import Matcher, Thresholds, entries_of
from knowledge.smalltalk import Etiquette, SmallTalk
from knowledge.text import Lang
from knowledge.topics import Faq, Kind
from tests.bot.world import ANNA, CHANNEL, ERIN, KARIN, KENT, World

TOPICS = ("cannot-send-order", "gln", "short-code", "contacts")
PARKING = Written(
    title_sv="Parkering",
    answer_sv="Parkera på baksidan.",
    phrasings_sv="var parkerar man\nvar ställer jag bilen",
)


@cache
def lexicon() -> Lexicon:
    """The product's words."""
    return load_lexicon(default_content_dir() / "language")


def build(library: Library) -> Trained:
    """Knowledge that has learnt nothing of other matters, so that building it is quick."""
    learnt: Future[Matcher] = Future()
    learnt.set_result(Matcher.build(entries_of(library.topics.values()), lexicon=lexicon()))
    return Trained(library, learnt, Etiquette(lexicon()), lexicon())


@cache
def base() -> Trained:
    """A few of the product's topics."""
    library = load_library(default_content_dir())
    topics = {
        key: library.topics[key].model_copy(
            update={"related": tuple(other for other in TOPICS if other != key)}
        )
        for key in TOPICS
    }
    return build(
        replace(
            library,
            topics=topics,
            guides={key: one for key, one in topics.items() if isinstance(one, Guide)},
            faqs={key: one for key, one in topics.items() if isinstance(one, Faq)},
            out_of_scope=(),
            common_needs=(topics["gln"],),
        )
    )


class Desk:
    """A process with the coordinators' services in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.knowledge = LiveKnowledge(world.db, base(), build)
        self.knowledge.refresh()
        self.questions = Questions(world.clock)
        self.unanswered = Unanswered(self.knowledge, world.clock)
        self.shown = KnowledgeShown(self.knowledge)
        self.forms = KnowledgeForms(self.knowledge, self.shown, self.unanswered, world.people)
        self.edits = KnowledgeEdits(
            inbox=world.inbox,
            outbox=world.outbox,
            people=world.people,
            coordinators=world.coordinators,
            knowledge=self.knowledge,
            unanswered=self.unanswered,
            thresholds=Thresholds(),
            now=world.clock,
        )

    @property
    def library(self) -> Library:
        """What is known now."""
        return self.knowledge.current()

    def write(
        self, written: Written, opened: EntryOpened | None = None, by: str = KARIN
    ) -> Drafted:
        """An entry, written in a form and looked at."""
        drafted = self.edits.draft(self.press(by), opened or EntryOpened(), written)
        assert isinstance(drafted, Drafted), drafted
        return drafted

    def save(self, written: Written, opened: EntryOpened | None = None, by: str = KARIN) -> Outcome:
        """An entry, written, looked at and kept."""
        drafted = self.write(written, opened, by)
        return self.edits.publish(self.press(by), drafted.id)

    def opened(self, topic: str) -> tuple[EntryOpened, Written]:
        """The form for an entry that there is."""
        self.knowledge.refresh()
        with self.world.db.read() as session:
            form = self.forms.of_topic(session, topic)
        assert form is not None
        return form.opened, form.written

    def press(self, person: str = KARIN) -> Occasion:
        """A new event of a person in their DM."""
        return self.world.press(person, dm=True)

    def said(self, person: str = KARIN) -> Say:
        """What a person was told last."""
        self.world.mail.deliver()
        found = [message for message in self.world.mail.to(person) if isinstance(message, Say)]
        return found[-1]

    def undo(self, by: str = KARIN) -> Outcome:
        """Press "Ångra" in what the person was told last."""
        intent = self.said(by).buttons[0].intent
        assert isinstance(intent, KnowledgeUndo)
        return self.edits.undo(self.press(by), intent.version)

    def ask(self, text: str, understood: Understood | None = None, by: str = ANNA) -> int:
        """Somebody asks something that is not understood, unless `understood` says so."""
        unknown = Understood(kind="fallback", id=None, confidence=0.9)
        with self.world.db.write() as session:
            person = self.world.people.get(session, by)
            return self.questions.log(session, person, text, understood or unknown)

    def groups(self) -> tuple[UnansweredGroup, ...]:
        """What waits for a coordinator."""
        with self.world.db.read() as session:
            return self.unanswered.groups(session)

    def versions(self, topic: str) -> list[tuple[str, str]]:
        """What was done to a topic and by whom, the newest first."""
        with self.world.db.read() as session:
            return [(one.act, one.by) for one in self.shown.history(session, topic)]


@pytest.fixture
def desk(world: World) -> Desk:
    """The coordinators' services over a database."""
    return Desk(world)


class TestEntries:
    def test_a_new_one_is_known_once_it_is_kept(self, desk: Desk) -> None:
        drafted = desk.write(PARKING)
        assert "parkering" not in desk.library.faqs
        assert desk.edits.publish(desk.press(), drafted.id) == Done()
        assert desk.library.faqs["parkering"].answer.sv == "Parkera på baksidan."
        assert desk.said().key == "knowledge.added"
        assert desk.versions("parkering") == [("added", "Karin Samordnare")]

    def test_a_draft_is_kept_once(self, desk: Desk) -> None:
        drafted = desk.write(PARKING)
        assert desk.edits.publish(desk.press(), drafted.id) == Done()
        again = desk.edits.publish(desk.press(), drafted.id)
        assert again == Refused(key="knowledge.draft_gone")

    def test_nobody_keeps_a_colleagues_draft(self, desk: Desk) -> None:
        drafted = desk.write(PARKING)
        stolen = desk.edits.publish(desk.press(KENT), drafted.id)
        assert stolen == Refused(key="knowledge.draft_gone")
        assert desk.edits.publish(desk.press(), drafted.id) == Done()

    def test_old_drafts_are_forgotten(self, desk: Desk) -> None:
        drafted = desk.write(PARKING)
        desk.world.clock.advance(days=3)
        desk.write(PARKING)
        late = desk.edits.publish(desk.press(), drafted.id)
        assert late == Refused(key="knowledge.draft_gone")

    def test_what_is_wrong_leaves_the_event_to_the_form(self, desk: Desk) -> None:
        event = desk.press()
        wrong = desk.edits.draft(event, EntryOpened(), Written(title_sv="Parkering"))
        assert isinstance(wrong, Faults)
        assert set(wrong.fields) == {"answer_sv", "phrasings_sv"}
        assert isinstance(desk.edits.draft(event, EntryOpened(), PARKING), Drafted)

    def test_two_entries_with_one_title_are_two(self, desk: Desk) -> None:
        first, second = desk.write(PARKING), desk.write(PARKING, by=KENT)
        desk.edits.publish(desk.press(), first.id)
        desk.edits.publish(desk.press(KENT), second.id)
        assert {"parkering", "parkering-2"} <= set(desk.library.faqs)

    def test_changing_one_keeps_what_the_form_does_not_have(self, desk: Desk) -> None:
        desk.edits.retire(desk.press(), "short-code")
        opened, written = desk.opened("gln")
        changed = written.model_copy(update={"answer_sv": "Ett nummer.", "answer_en": "A number."})
        assert desk.save(changed, opened) == Done()
        faq = desk.library.faqs["gln"]
        assert faq.answer.sv == "Ett nummer."
        assert faq.related == ("cannot-send-order", "contacts")
        with desk.world.db.read() as session:
            version = desk.shown.history(session, "gln")[0]
        assert (version.act, version.by) == ("edited", "Karin Samordnare")
        assert version.fields == ("answer",)
        desk.edits.restore(desk.press(), "short-code", 0)
        assert "short-code" in desk.library.faqs["gln"].related

    def test_two_who_change_the_same_one_at_once(self, desk: Desk) -> None:
        opened, written = desk.opened("gln")
        hers = written.model_copy(update={"title_sv": "Karins"})
        his = written.model_copy(update={"title_sv": "Kents"})
        assert desk.save(hers, opened) == Done()
        refused = desk.save(his, opened, by=KENT)
        assert isinstance(refused, Refused)
        assert refused.key == "knowledge.changed_meanwhile"
        assert refused.params["name"] == "Karin Samordnare"
        assert desk.library.faqs["gln"].title.sv == "Karins"

    def test_collisions_are_told_and_may_be_kept(self, desk: Desk) -> None:
        taken = desk.library.faqs["gln"].phrasings.sv[0]
        written = PARKING.model_copy(update={"phrasings_sv": f"{taken}\nvar parkerar man"})
        drafted = desk.write(written)
        assert [(one.text, one.topic, one.same) for one in drafted.collisions] == [
            (taken, "gln", True)
        ]
        assert desk.edits.publish(desk.press(), drafted.id) == Done()
        assert taken in desk.library.faqs["parkering"].phrasings.sv
        assert taken not in desk.library.faqs["gln"].phrasings.sv
        assert desk.undo() == Done()
        assert taken in desk.library.faqs["gln"].phrasings.sv

    def test_retiring_one_and_bringing_it_back(self, desk: Desk) -> None:
        assert desk.edits.retire(desk.press(), "gln") == Done()
        assert "gln" not in desk.library.topics
        assert desk.library.common_needs == ()
        with desk.world.db.read() as session:
            shown = {one.topic: one for one in desk.shown.entries(session)}
        assert shown["gln"].retired
        assert shown["gln"].changed_by == "Karin Samordnare"
        assert desk.edits.retire(desk.press(), "gln") == Refused(key="knowledge.gone")
        assert desk.edits.restore(desk.press(), "gln", 0) == Done()
        assert "gln" in desk.library.faqs

    def test_a_guide_cannot_be_retired(self, desk: Desk) -> None:
        refused = desk.edits.retire(desk.press(), "cannot-send-order")
        assert refused == Refused(key="knowledge.gone")


class TestUndo:
    def test_a_new_entry_goes_and_comes(self, desk: Desk) -> None:
        desk.save(PARKING)
        assert desk.undo() == Done()
        assert desk.said().key == "knowledge.restored_gone"
        assert "parkering" not in desk.library.topics
        assert desk.undo() == Done()
        assert desk.library.faqs["parkering"].title.sv == "Parkering"
        assert [act for act, _ in desk.versions("parkering")] == ["restored", "restored", "added"]

    def test_only_the_newest_is_undone_by_its_button(self, desk: Desk) -> None:
        desk.save(PARKING)
        first = desk.said().buttons[0].intent
        assert isinstance(first, KnowledgeUndo)
        opened, written = desk.opened("parkering")
        desk.save(written.model_copy(update={"answer_sv": "På torget."}), opened, by=KENT)
        late = desk.edits.undo(desk.press(), first.version)
        assert late == Refused(key="knowledge.undo_late", params={"name": "Kent Kollega"})
        assert desk.library.faqs["parkering"].answer.sv == "På torget."

    def test_any_version_can_be_brought_back(self, desk: Desk) -> None:
        for answer in ("Ett.", "Två.", "Tre."):
            opened, written = desk.opened("gln")
            desk.save(written.model_copy(update={"answer_sv": answer}), opened)
        with desk.world.db.read() as session:
            versions = desk.shown.history(session, "gln")
        assert desk.edits.restore(desk.press(), "gln", versions[1].id) == Done()
        assert desk.library.faqs["gln"].answer.sv == "Två."
        assert desk.edits.restore(desk.press(), "gln", 0) == Done()
        assert desk.library.faqs["gln"] == base().library.faqs["gln"]
        assert len(desk.versions("gln")) == 5

    def test_a_version_of_another_topic_is_refused(self, desk: Desk) -> None:
        desk.save(PARKING)
        with desk.world.db.read() as session:
            version = desk.shown.history(session, "parkering")[0].id
        wrong = desk.edits.restore(desk.press(), "gln", version)
        assert wrong == Refused(key="knowledge.gone")


class TestWhoMay:
    def test_an_outsider_changes_nothing_whatever_they_send(self, desk: Desk) -> None:
        question = desk.ask("var är kaffet")
        case = desk.world.open()
        draft = desk.write(PARKING)
        acts: list[Callable[[], object]] = [
            lambda: desk.edits.draft(desk.press(ANNA), EntryOpened(), PARKING),
            lambda: desk.edits.publish(desk.press(ANNA), draft.id),
            lambda: desk.edits.retire(desk.press(ANNA), "gln"),
            lambda: desk.edits.undo(desk.press(ANNA), 1),
            lambda: desk.edits.restore(desk.press(ANNA), "gln", 0),
            lambda: desk.edits.same_as_questions(desk.press(ANNA), question, "gln"),
            lambda: desk.edits.same_as_case(desk.press(ANNA), case, "gln", "x"),
            lambda: desk.edits.dismiss(desk.press(ANNA), question),
        ]
        for act in acts:
            assert act() == Refused(key="case.refused")
        assert desk.said(ANNA).key == "case.refused"
        assert len(desk.groups()) == 1
        with desk.world.db.read() as session:
            assert session.scalar(select(func.count(KnowledgeVersionRow.id))) == 0

    def test_who_cannot_be_checked_may_not(self, desk: Desk) -> None:
        desk.world.workspace.available = False
        refused = desk.edits.retire(desk.press(), "gln")
        assert refused == Refused(key="case.directory_unavailable")

    def test_an_event_twice_is_one_version(self, desk: Desk) -> None:
        event = desk.press()
        assert desk.edits.retire(event, "gln") == Done()
        assert desk.edits.retire(event, "gln") == Done()
        assert desk.versions("gln") == [("retired", "Karin Samordnare")]


class TestUnanswered:
    def faq(self, topic: str, **given: object) -> Understood:
        """A question that was answered with a topic."""
        return Understood.model_validate({"kind": "faq", "id": topic, "confidence": 0.9, **given})

    def test_what_belongs_on_the_list(self, desk: Desk) -> None:
        desk.ask("var är kaffet")
        small = Understood(kind="fallback", id=None, confidence=1.0, small_talk=SmallTalk.THANKS)
        desk.ask("tack snälla", small)
        desk.ask("vad är gln", self.faq("gln"))
        useless = desk.ask("vad gör man med numret", self.faq("gln"))
        meant_none = desk.ask(
            "koden jag fick", self.faq("gln").model_copy(update={"kind": "suggestions"})
        )
        with desk.world.db.write() as session:
            desk.questions.helped(session, useless, helpful=False)
            desk.questions.chose(session, meant_none, None)
        listed = [group.asked[0].text for group in desk.groups()]
        assert sorted(listed) == ["koden jag fick", "vad gör man med numret", "var är kaffet"]
        with desk.world.db.read() as session:
            assert desk.unanswered.count(session) == 3

    def test_the_most_frequent_first_each_group_with_its_ways(self, desk: Desk) -> None:
        desk.ask("var är kaffet")
        for text in ("hur byter jag lösenord", "Byta lösenord?", "hur byter jag lösenord"):
            desk.ask(text)
        first, second = desk.groups()
        assert [one.text for one in first.asked] == ["hur byter jag lösenord", "Byta lösenord?"]
        assert len(first.questions) == 3
        assert second.asked[0].text == "var är kaffet"

    def test_what_people_chose_themselves_is_likely(self, desk: Desk) -> None:
        near = Alternative(kind=Kind.FAQ, id="short-code", confidence=0.1)
        unknown = Understood(kind="fallback", id=None, confidence=0.9, alternatives=(near,))
        question = desk.ask("vart bokför jag", unknown)
        assert desk.groups()[0].likely == "short-code"
        with desk.world.db.write() as session:
            desk.questions.chose(session, question, "gln")
        assert desk.groups()[0].likely == "gln"

    def test_the_same_as_a_topic(self, desk: Desk) -> None:
        desk.ask("hur byter jag lösenord")
        desk.ask("byta lösenord")
        desk.ask("change password how", by=ERIN)
        group = desk.groups()[0]
        assert desk.edits.same_as_questions(desk.press(), group.question, "short-code") == Done()
        phrasings = desk.library.faqs["short-code"].phrasings
        assert {"hur byter jag lösenord", "byta lösenord"} <= set(phrasings.sv)
        assert [one.asked[0].lang for one in desk.groups()] == [Lang.EN]
        desk.edits.same_as_questions(desk.press(), desk.groups()[0].question, "short-code")
        assert "change password how" in desk.library.faqs["short-code"].phrasings.en
        assert desk.groups() == ()
        with desk.world.db.read() as session:
            by = set(session.scalars(select(QuestionRow.settled_by)))
        assert by == {KARIN}
        desk.knowledge.learn()
        understands = TopicUnderstanding(desk.knowledge, Thresholds(), lambda _: False)
        assert understands.understand("hur byter jag lösenord").id == "short-code"

    def test_a_group_that_a_colleague_settled_is_told(self, desk: Desk) -> None:
        question = desk.ask("var är kaffet")
        assert desk.edits.dismiss(desk.press(KENT), question) == Done()
        late = desk.edits.same_as_questions(desk.press(), question, "gln")
        assert late == Refused(key="knowledge.settled")
        assert desk.versions("gln") == []

    def test_made_an_answer(self, desk: Desk) -> None:
        desk.ask("var parkerar man")
        desk.ask("var får man parkera")
        question = desk.groups()[0].question
        with desk.world.db.read() as session:
            form = desk.forms.of_question(session, question)
        assert form is not None
        assert form.written.title_sv == "Var parkerar man"
        assert form.written.phrasings_sv == "var parkerar man\nvar får man parkera"
        answered = form.written.model_copy(update={"answer_sv": "Parkera på baksidan."})
        assert desk.save(answered, form.opened) == Done()
        assert desk.groups() == ()
        assert desk.library.faqs["var-parkerar-man"].next_steps[0].sv.startswith("Löser det sig")


class TestCases:
    def test_an_answer_offers_to_be_kept(self, desk: Desk) -> None:
        world = desk.world
        case = world.open(summary="Var parkerar man?\nJag är ny.")
        desk.ask("Var parkerar man?\nJag är ny.")
        world.cases.reply(world.press(KARIN), case, "På baksidan av skolan.")
        world.cases.resolve(world.press(KARIN), case)
        world.mail.deliver()
        lines = [line for line in world.mail.log() if line.buttons]
        assert [line.what for line in lines] == ["case.log.replied", "case.log.resolved"]
        keep, same = (button.intent for button in lines[-1].buttons)
        assert isinstance(keep, KnowledgeFromCase)
        assert same == KnowledgeSameAsCase(case=case)
        with world.db.read() as session:
            karin = world.people.get(session, KARIN)
            form = desk.forms.of_case(session, karin, case, keep.event)
        assert form is not None
        assert form.written.answer_sv == "På baksidan av skolan."
        assert form.written.phrasings_sv == "Var parkerar man? Jag är ny."
        assert desk.save(form.written, form.opened) == Done()
        assert desk.groups() == ()

    def test_a_note_or_a_question_offers_nothing(self, desk: Desk) -> None:
        world = desk.world
        case = world.open()
        world.cases.note(world.press(KARIN), case, "ring IT")
        world.cases.ask(world.press(KARIN), case, "Vilken skola?")
        world.mail.deliver()
        log = world.mail.log()
        assert all(line.buttons == () for line in log)

    def test_the_same_as_a_topic_in_its_persons_language(self, desk: Desk) -> None:
        case = desk.world.open(ERIN, "where do I park")
        taken = desk.library.faqs["gln"].phrasings.en[0]
        assert desk.edits.same_as_case(desk.press(), case, "gln", "where do I park") == Done()
        assert desk.edits.same_as_case(desk.press(), case, "short-code", taken) == Done()
        assert desk.said().key == "knowledge.phrased_moved"
        library = desk.library
        assert "where do I park" in library.faqs["gln"].phrasings.en
        assert taken in library.faqs["short-code"].phrasings.en

    def test_a_topic_that_is_gone(self, desk: Desk) -> None:
        case = desk.world.open()
        desk.edits.retire(desk.press(), "gln")
        late = desk.edits.same_as_case(desk.press(), case, "gln", "vad är gln")
        assert late == Refused(key="knowledge.gone")

    def test_told_in_the_thread_only_to_who_did_it(self, desk: Desk) -> None:
        case = desk.world.open()
        desk.edits.same_as_case(desk.world.press(KARIN), case, "gln", "var är numret")
        desk.world.mail.deliver()
        assert [one.key for one in desk.world.mail.only_for(KARIN)] == ["knowledge.phrased"]
        assert not any(isinstance(one, Say) for one in desk.world.mail._standing(CHANNEL))


class TestProcesses:
    def test_another_process_knows_at_its_next_message(self, desk: Desk) -> None:
        other = Desk(desk.world)
        desk.save(PARKING)
        assert "parkering" not in other.knowledge.library.faqs
        assert "parkering" in other.library.faqs
        other.edits.retire(other.press(KENT), "parkering")
        assert "parkering" not in desk.library.faqs

    def test_nothing_is_built_while_nothing_changes(self, desk: Desk) -> None:
        desk.save(PARKING)
        desk.knowledge.learn()
        built = desk.knowledge.trained
        for _ in range(3):
            desk.knowledge.learn()
        assert desk.knowledge.trained is built

    def test_all_undone_is_what_it_was_at_the_start(self, desk: Desk) -> None:
        desk.save(PARKING)
        desk.knowledge.learn()
        assert desk.knowledge.trained is not base()
        desk.undo()
        desk.knowledge.learn()
        assert desk.knowledge.trained is base()

    def test_many_threads_recognise_a_change_that_was_made_here(self, desk: Desk) -> None:
        desk.save(PARKING)
        seen: list[str | None] = []

        def ask() -> None:
            desk.knowledge.learn()
            best = desk.knowledge.trained.matcher.match("var parkerar man").best
            seen.append(best.id if best else None)

        threads = [Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert seen == ["parkering"] * 6

    def test_while_one_thread_learns_what_another_process_changed_others_go_on(
        self, world: World
    ) -> None:
        learning, go_on = Event(), Event()

        def slowly(library: Library) -> Trained:
            learning.set()
            assert go_on.wait(20)
            return build(library)

        desk, there = Desk(world), LiveKnowledge(world.db, base(), slowly)
        desk.save(PARKING)
        thread = Thread(target=there.learn)
        thread.start()
        assert learning.wait(20)
        there.learn()
        assert there.trained is base()
        go_on.set()
        thread.join()
        assert "parkering" in there.trained.library.faqs

    def test_two_processes_change_at_once_and_no_version_is_lost(self, desk: Desk) -> None:
        desks = [desk, Desk(desk.world)]
        events = [
            [one.press(by) for _ in range(4)] for one, by in zip(desks, (KARIN, KENT), strict=True)
        ]
        case = desk.world.open()

        def work(at: int) -> None:
            for place, event in enumerate(events[at]):
                desks[at].edits.same_as_case(event, case, "gln", f"fråga {at} nummer {place}")

        threads = [Thread(target=work, args=(at,)) for at in (0, 1)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        phrasings = set(desk.library.faqs["gln"].phrasings.sv)
        assert {f"fråga {at} nummer {place}" for at in (0, 1) for place in range(4)} <= phrasings
        assert len(desk.versions("gln")) == 8

    def test_what_cannot_be_read_is_as_in_the_files(self, desk: Desk) -> None:
        desk.save(PARKING)
        desk.edits.retire(desk.press(), "gln")
        with desk.world.db.write() as session:
            row = session.scalars(
                select(KnowledgeVersionRow).where(KnowledgeVersionRow.topic_id == "gln")
            ).one()
            row.content = '{"from": "a later version"}'
        assert {"gln", "parkering"} <= set(desk.library.faqs)

    def test_variants_are_kept(self, desk: Desk) -> None:
        variant = WrittenVariant(municipality="ystad", sv="På torget.")
        desk.save(PARKING.model_copy(update={"variants": (variant,)}))
        assert desk.library.faqs["parkering"].depends_on_municipality
        assert desk.opened("parkering")[1].variants == (
            WrittenVariant(municipality="ystad", sv="På torget.", en="På torget."),
        )
