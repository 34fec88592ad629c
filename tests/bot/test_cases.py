"""Cases from opening to closing, over a real database."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.cases import Cases
from bot.intents import CaseAdd, CaseReopen, ReplyWasQuestion, ThreadKeep, ThreadSend
from bot.messages import CaseCard, CaseNews, CaseReceipt, CaseReminder, PersonShown, Say
from bot.occasion import Place
from bot.outbox import ToPlace
from bot.outcomes import Done, Refused
from knowledge.text import Lang
from knowledge.topics import Municipality, Role
from tests.bot.world import ANNA, CHANNEL, ERIN, KARIN, KENT, World


def card(world: World, case: int) -> CaseCard:
    """The one card of a case, as it stands in the channel now."""
    cards = [m for m in world.mail.in_channel() if isinstance(m, CaseCard) and m.case.id == case]
    assert len(cards) == 1
    return cards[0]


def receipt(world: World, person: str, case: int) -> CaseReceipt:
    """The one receipt of a case, as it stands in the person's DM now."""
    found = [m for m in world.mail.to(person) if isinstance(m, CaseReceipt) and m.case.id == case]
    assert len(found) == 1
    return found[0]


def whats(news: list[CaseNews]) -> list[str]:
    return [item.what for item in news]


class TestOpening:
    def test_card_and_receipt_hold_everything(self, world: World) -> None:
        case = world.open()
        shown = world.case(case)
        assert (shown.number, shown.state) == (f"E-{1000 + case}", "new")
        assert shown.answers[0].value == "Alla attesterade"
        assert card(world, case).case == shown
        assert receipt(world, ANNA, case).case == shown
        assert world.events(case) == [("opened", ANNA, "Beställningen fastnar")]

    def test_first_case_is_1001(self, world: World) -> None:
        assert world.case(world.open()).number == "E-1001"

    def test_languages_are_the_readers(self, world: World) -> None:
        world.open(ERIN)
        langs = {type(d.message): d.envelope.lang for d in world.mail.delivered}
        assert langs == {CaseCard: Lang.SV, CaseReceipt: Lang.EN}

    def test_threads_of_card_and_receipt_are_the_case(self, world: World) -> None:
        case = world.open()
        with world.db.read() as session:
            for item in world.mail.delivered:
                assert item.posted is not None
                place = Place(channel=item.posted.channel, thread_ts=item.posted.ts)
                assert world.outbox.case_of(session, place) == case

    def test_what_is_learnt_later_is_filled_in(self, world: World) -> None:
        case, ended = world.open(), world.open()
        world.cases.withdraw(world.press(ANNA, dm=True), ended)
        with world.db.write() as session:
            person = world.people.describe(
                session,
                ANNA,
                municipality=Municipality.YSTAD,
                department="Förskolan Ugglan",
                role=Role.ORDERER,
            )
            world.cases.describe_person(session, person)
            world.cases.describe_person(session, person)
        world.mail.deliver()
        assert card(world, case).case.department == "Förskolan Ugglan"
        assert receipt(world, ANNA, case).case.municipality is Municipality.YSTAD
        assert [kind for kind, *_ in world.events(case)] == ["opened", "described"]
        assert world.case(ended).department is None


class TestClaiming:
    def test_the_person_and_the_thread_are_told(self, world: World) -> None:
        case = world.open()
        assert world.cases.claim(world.press(KARIN), case) == Done()
        world.mail.deliver()
        assert card(world, case).case.claimed_by == PersonShown(id=KARIN, name="Karin Samordnare")
        assert receipt(world, ANNA, case).case.state == "claimed"
        assert whats(world.mail.news(ANNA)) == ["case.news.claimed"]
        assert world.mail.news(ANNA)[0].params == {"number": "E-1001", "name": "Karin Samordnare"}
        assert whats(world.mail.log()) == ["case.log.claimed"]

    def test_the_second_is_told_who_has_it(self, world: World) -> None:
        case = world.open()
        world.cases.claim(world.press(KARIN), case)
        outcome = world.cases.claim(world.press(KENT), case)
        assert isinstance(outcome, Refused)
        world.mail.deliver()
        told = world.mail.only_for(KENT)
        assert [(say.key, say.params["name"]) for say in told] == [
            ("case.taken", "Karin Samordnare")
        ]
        assert world.case(case).claimed_by == PersonShown(id=KARIN, name="Karin Samordnare")

    def test_twice_by_the_same_is_no_news(self, world: World) -> None:
        case = world.open()
        world.cases.claim(world.press(KARIN), case)
        assert world.cases.claim(world.press(KARIN), case) == Refused(
            key="case.yours", params={"number": "E-1001"}
        )
        world.mail.deliver()
        assert len(world.mail.news(ANNA)) == 1

    def test_a_race_has_one_winner(self, world: World) -> None:
        cases = [world.open() for _ in range(8)]
        for case in cases:
            start = threading.Barrier(2)

            def take(person: str, case: int = case, start: threading.Barrier = start) -> object:
                occasion = world.press(person)
                start.wait(timeout=30)
                return world.cases.claim(occasion, case)

            with ThreadPoolExecutor(2) as pool:
                outcomes = list(pool.map(take, (KARIN, KENT)))
            world.mail.deliver()
            won = [o for o in outcomes if isinstance(o, Done)]
            lost = [o for o in outcomes if isinstance(o, Refused)]
            assert len(won) == len(lost) == 1
            winner = world.case(case).claimed_by
            assert winner is not None
            assert lost[0].key == "case.taken"
            assert lost[0].params["name"] == winner.name
            assert [kind for kind, *_ in world.events(case)] == ["opened", "claimed"]
            assert card(world, case).case == world.case(case)

    def test_acts_of_everybody_at_once_all_come_about(self, world: World) -> None:
        case = world.open()
        start = threading.Barrier(4)

        def act(number: int) -> object:
            person = (KARIN, KENT, ANNA, ANNA)[number]
            occasion = world.press(person)
            start.wait(timeout=30)
            if person == ANNA:
                return world.cases.add(occasion, case, f"text {number}")
            return world.cases.reply(occasion, case, f"text {number}")

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(act, range(4))) == [Done()] * 4
        world.mail.deliver()
        texts = {text for _, _, text in world.events(case)}
        assert {f"text {number}" for number in range(4)} <= texts
        assert [kind for kind, *_ in world.events(case)].count("claimed") == 1
        assert card(world, case).case == world.case(case)


class TestBothWays:
    def test_a_reply_claims_and_reaches_the_person(self, world: World) -> None:
        case = world.open()
        assert world.cases.reply(world.press(KARIN), case, "Attestera fliken Livsmedel.") == Done()
        world.mail.deliver()
        [news] = world.mail.news(ANNA)
        assert (news.what, news.text) == ("case.news.reply_first", "Attestera fliken Livsmedel.")
        assert news.by == PersonShown(id=KARIN, name="Karin Samordnare")
        assert [button.intent for button in news.buttons] == [CaseAdd(case=case)]
        assert whats(world.mail.log()) == ["case.log.claimed", "case.log.replied"]
        assert world.case(case).state == "claimed"
        world.cases.reply(world.press(KARIN), case, "Gick det bra?")
        world.mail.deliver()
        assert whats(world.mail.news(ANNA))[1:] == ["case.news.reply"]

    def test_a_question_waits_for_its_answer(self, world: World) -> None:
        case = world.open()
        world.cases.ask(world.press(KARIN), case, "Vilken avdelning?")
        world.mail.deliver()
        assert card(world, case).case.state == receipt(world, ANNA, case).case.state == "waiting"
        with world.db.read() as session:
            assert [c.id for c in world.cases.waiting_for(session, ANNA)] == [case]
            assert world.cases.waiting_for(session, ERIN) == ()
        world.wrote(ANNA, case, "Ugglan")
        assert card(world, case).case.state == receipt(world, ANNA, case).case.state == "claimed"
        assert whats(world.mail.news(ANNA)) == ["case.news.ask_first", "case.news.answered"]
        line = world.mail.log()[-1]
        assert (line.what, line.text, line.by) == (
            "case.log.person_wrote",
            "Ugglan",
            PersonShown(id=ANNA, name="Anna Beställare"),
        )
        assert line.mention == PersonShown(id=KARIN, name="Karin Samordnare")

    def test_an_answer_can_turn_out_to_be_a_new_question(self, world: World) -> None:
        case = world.open()
        world.cases.ask(world.press(KARIN), case, "Vilken avdelning?")
        event = world.wrote(ANNA, case, "hur ser jag ordersvar", inferred=True)
        assert world.mail.news(ANNA)[-1].buttons[0].intent == ReplyWasQuestion(
            case=case, event=event
        )
        for expected in ("hur ser jag ordersvar", None):
            with world.db.write() as session:
                anna = world.people.get(session, ANNA)
                assert world.cases.was_question(session, anna, case, event) == expected
        world.mail.deliver()
        assert card(world, case).case.state == "waiting"
        assert world.mail.log()[-1].what == "case.log.was_question"

    def test_nobody_else_can_say_that(self, world: World) -> None:
        case = world.open()
        event = world.wrote(ANNA, case, "en sak till")
        with world.db.write() as session:
            erin = world.people.get(session, ERIN)
            assert world.cases.was_question(session, erin, case, event) is None

    def test_writing_to_an_open_case_changes_no_state_and_tells_nothing(self, world: World) -> None:
        case = world.open()
        world.wrote(ANNA, case, "Det brådskar")
        assert world.mail.news(ANNA) == []
        assert world.case(case).state == "new"
        world.cases.add(world.press(ANNA, dm=True), case, "Mycket")
        world.mail.deliver()
        assert whats(world.mail.news(ANNA)) == ["case.news.received"]
        assert [line.text for line in world.mail.log()] == ["Det brådskar", "Mycket"]

    def test_writing_to_somebody_elses_case_is_an_error(self, world: World) -> None:
        case = world.open()
        with world.db.write() as session, pytest.raises(LookupError, match="E-1001"):
            world.cases.person_wrote(session, world.people.get(session, ERIN), case, "hej")

    def test_a_note_stays_inside(self, world: World) -> None:
        case = world.open()
        world.cases.note(world.press(KARIN), case, "Ring IT?")
        world.mail.deliver()
        assert world.mail.news(ANNA) == []
        assert whats(world.mail.log()) == ["case.log.noted"]
        assert world.case(case).claimed_by is None

    def test_a_colleague_covers_and_the_case_stays(self, world: World) -> None:
        case = world.open()
        world.cases.claim(world.press(KARIN), case)
        world.cases.reply(world.press(KENT), case, "Karin är ledig; jag svarar.")
        world.mail.deliver()
        claimer = world.case(case).claimed_by
        assert claimer is not None
        assert claimer.id == KARIN
        line = world.mail.log()[-1]
        assert (line.by, line.mention) == (
            PersonShown(id=KENT, name="Kent Kollega"),
            PersonShown(id=KARIN, name="Karin Samordnare"),
        )
        news = world.mail.news(ANNA)[-1]
        assert news.params["name"] == "Kent Kollega"


class TestDrafts:
    def test_the_writer_is_asked_whereto(self, world: World) -> None:
        case = world.open()
        event = world.drafted(KARIN, case, "Jag kollar med IT")
        asked = world.mail.delivered[-1]
        [say] = world.mail.only_for(KARIN)
        assert [button.intent for button in say.buttons] == [
            ThreadSend(case=case, event=event),
            ThreadKeep(case=case, event=event),
        ]
        above = next(d.posted for d in world.mail.delivered if isinstance(d.message, CaseCard))
        assert above is not None
        assert asked.envelope.target == ToPlace(channel=CHANNEL, thread_ts=above.ts, only_for=KARIN)
        assert world.mail.news(ANNA) == []

    def test_sent_once(self, world: World) -> None:
        case = world.open()
        event = world.drafted(KARIN, case, "Jag kollar med IT")
        assert world.cases.send_draft(world.press(KARIN), case, event) == Done()
        again = world.cases.send_draft(world.press(KARIN), case, event)
        kept = world.cases.keep_draft(world.press(KARIN), case, event)
        world.mail.deliver()
        assert [o.key for o in (again, kept) if isinstance(o, Refused)] == [
            "case.draft_settled",
            "case.draft_settled",
        ]
        assert [news.text for news in world.mail.news(ANNA)] == ["Jag kollar med IT"]
        assert whats(world.mail.log()) == ["case.log.claimed", "case.log.draft_sent"]

    def test_kept_inside(self, world: World) -> None:
        case = world.open()
        event = world.drafted(KARIN, case, "Hm")
        assert world.cases.keep_draft(world.press(KARIN), case, event) == Done()
        world.mail.deliver()
        assert world.mail.news(ANNA) == []
        assert [say.key for say in world.mail.only_for(KARIN)] == ["case.draft", "case.draft_kept"]

    def test_only_the_writer_decides(self, world: World) -> None:
        case, other = world.open(), world.open(ERIN)
        event = world.drafted(KARIN, case, "Hm")
        for person, where in ((KENT, case), (KARIN, other)):
            outcome = world.cases.send_draft(world.press(person), where, event)
            assert isinstance(outcome, Refused)
        world.mail.deliver()
        assert world.mail.news(ANNA) == world.mail.news(ERIN) == []

    def test_in_a_closed_case_it_is_a_note(self, world: World) -> None:
        case = world.open()
        world.cases.withdraw(world.press(ANNA, dm=True), case)
        world.drafted(KARIN, case, "Synd")
        assert [say.key for say in world.mail.only_for(KARIN)] == ["case.draft_closed"]
        assert world.events(case)[-1] == ("noted", KARIN, "Synd")


class TestHandingOver:
    def test_the_person_is_told_to_whom_and_the_thread_has_the_contact(self, world: World) -> None:
        case = world.open(ERIN)
        outcome = world.cases.hand_over(world.press(KARIN), case, "it-simrishamn", "They look.")
        assert outcome == Done()
        world.mail.deliver()
        [news] = world.mail.news(ERIN)
        assert (news.what, news.text) == ("case.news.handed_first", "They look.")
        assert news.params["party"] == "IT in Simrishamn"
        line = world.mail.log()[-1]
        assert line.contact is not None
        assert (line.contact.party, line.contact.lines[0].missing) == ("it-simrishamn", True)
        shown = world.case(case)
        assert (shown.state, shown.handed_to) == ("claimed", "it-simrishamn")

    @pytest.mark.parametrize("party", ["samordnare", "nobody", ""])
    def test_not_to_just_anybody(self, world: World, party: str) -> None:
        case = world.open()
        outcome = world.cases.hand_over(world.press(KARIN), case, party)
        assert isinstance(outcome, Refused)
        assert outcome.key == "case.unknown_party"
        assert world.case(case).state == "new"

    def test_choices_begin_with_the_own_it(self, world: World) -> None:
        assert world.cases.hand_over_choices(Municipality.YSTAD) == (
            "it-ystad",
            "lyreco",
            "ekonom",
            "dc",
        )
        assert world.cases.hand_over_choices(None)[:2] == ("it-simrishamn", "it-ystad")


class TestTheEnd:
    def test_resolved_and_reopened_by_a_reply(self, world: World) -> None:
        case = world.open()
        world.cases.resolve(world.press(KARIN), case, "Fliken är attesterad.")
        world.mail.deliver()
        [news] = world.mail.news(ANNA)
        assert (news.what, news.text) == ("case.news.resolved", "Fliken är attesterad.")
        assert CaseReopen(case=case) in [button.intent for button in news.buttons]
        assert card(world, case).case.state == "resolved"
        world.wrote(ANNA, case, "Nej, det står still igen")
        assert card(world, case).case.state == receipt(world, ANNA, case).case.state == "claimed"
        assert world.mail.news(ANNA)[-1].what == "case.news.reopened_with"
        assert whats(world.mail.log())[-2:] == ["case.log.person_wrote", "case.log.reopened"]
        assert world.mail.log()[-1].mention == PersonShown(id=KARIN, name="Karin Samordnare")

    def test_reopened_by_button(self, world: World) -> None:
        case = world.open()
        world.cases.resolve(world.press(KARIN), case)
        assert world.cases.reopen(world.press(ANNA, dm=True), case) == Done()
        world.mail.deliver()
        assert world.case(case).state == "claimed"
        again = world.cases.reopen(world.press(ANNA, dm=True), case)
        assert again == Refused(key="case.already_open", params={"number": "E-1001"})

    def test_withdrawn_and_taken_up_again_as_new(self, world: World) -> None:
        case = world.open()
        assert world.cases.withdraw(world.press(ANNA, dm=True), case) == Done()
        world.mail.deliver()
        assert card(world, case).case.state == "closed"
        assert whats(world.mail.news(ANNA)) == ["case.news.withdrawn"]
        world.wrote(ANNA, case, "Jo, det behövs ändå")
        assert world.case(case).state == "new"
        assert world.mail.news(ANNA)[-1].what == "case.news.reopened"
        world.clock.advance(hours=2)
        assert world.cases.remind_due() == 1

    def test_a_question_takes_up_a_resolved_case(self, world: World) -> None:
        case = world.open()
        world.cases.resolve(world.press(KARIN), case)
        world.cases.ask(world.press(KARIN), case, "Kom varorna?")
        assert world.case(case).state == "waiting"

    @pytest.mark.parametrize("act", ["claim", "reply", "ask", "hand_over", "resolve"])
    def test_a_withdrawn_case_is_left_alone(self, world: World, act: str) -> None:
        case = world.open()
        world.cases.withdraw(world.press(ANNA, dm=True), case)
        before = (world.case(case), world.events(case))
        outcome = {
            "claim": lambda: world.cases.claim(world.press(KARIN), case),
            "reply": lambda: world.cases.reply(world.press(KARIN), case, "hej"),
            "ask": lambda: world.cases.ask(world.press(KARIN), case, "hej"),
            "hand_over": lambda: world.cases.hand_over(world.press(KARIN), case, "lyreco"),
            "resolve": lambda: world.cases.resolve(world.press(KARIN), case),
        }[act]()
        assert outcome == Refused(key="case.already_closed", params={"number": "E-1001"})
        assert (world.case(case), world.events(case)) == before

    def test_resolving_twice_and_withdrawing_a_resolved_case(self, world: World) -> None:
        case = world.open()
        world.cases.resolve(world.press(KARIN), case)
        refused = Refused(key="case.already_resolved", params={"number": "E-1001"})
        assert world.cases.resolve(world.press(KARIN), case) == refused
        assert world.cases.withdraw(world.press(ANNA, dm=True), case) == refused

    def test_closed_when_nobody_has_touched_it_for_long(self, world: World) -> None:
        case = world.open()
        world.cases.resolve(world.press(KARIN), case)
        world.clock.advance(days=13)
        assert world.cases.close_due() == 0
        world.cases.note(world.press(KARIN), case, "Gick bra")  # touches it
        world.clock.advance(days=13)
        assert world.cases.close_due() == 0
        world.clock.advance(days=1)
        assert (world.cases.close_due(), world.cases.close_due()) == (1, 0)
        world.mail.deliver()
        assert card(world, case).case.state == "closed"
        news = world.mail.news(ANNA)[-1]
        assert (news.what, news.params["days"]) == ("case.news.closed", "14")
        assert [button.intent for button in news.buttons] == [CaseReopen(case=case)]


class TestWhoMay:
    @pytest.mark.parametrize(
        "act",
        ["claim", "reply", "ask", "note", "hand_over", "resolve", "send_draft", "keep_draft"],
    )
    @pytest.mark.parametrize("available", [True, False])
    def test_outsiders_and_the_unchecked_change_nothing(
        self, world: World, act: str, available: bool
    ) -> None:
        case = world.open()
        event = world.drafted(KARIN, case, "Hm")
        before = (world.case(case), world.events(case))
        world.workspace.available = available
        cases, occasion = world.cases, world.press(ANNA)
        outcome = {
            "claim": lambda: cases.claim(occasion, case),
            "reply": lambda: cases.reply(occasion, case, "hej"),
            "ask": lambda: cases.ask(occasion, case, "hej"),
            "note": lambda: cases.note(occasion, case, "hej"),
            "hand_over": lambda: cases.hand_over(occasion, case, "lyreco"),
            "resolve": lambda: cases.resolve(occasion, case),
            "send_draft": lambda: cases.send_draft(occasion, case, event),
            "keep_draft": lambda: cases.keep_draft(occasion, case, event),
        }[act]()
        key = "case.refused" if available else "case.directory_unavailable"
        assert outcome == Refused(key=key)
        world.mail.deliver()
        assert [say.key for say in world.mail.only_for(ANNA)] == [key]
        assert (world.case(case), world.events(case)) == before

    @pytest.mark.parametrize("act", ["add", "withdraw", "reopen"])
    def test_somebody_elses_case(self, world: World, act: str) -> None:
        case = world.open()
        before = (world.case(case), world.events(case))
        occasion = world.press(ERIN, dm=True)
        outcome = {
            "add": lambda: world.cases.add(occasion, case, "hej"),
            "withdraw": lambda: world.cases.withdraw(occasion, case),
            "reopen": lambda: world.cases.reopen(occasion, case),
        }[act]()
        assert outcome == Refused(key="case.not_yours")
        world.mail.deliver()
        assert world.mail.to(ERIN) == [Say(key="case.not_yours")]
        assert (world.case(case), world.events(case)) == before

    def test_a_case_that_does_not_exist(self, world: World) -> None:
        assert world.cases.claim(world.press(KARIN), 99) == Refused(
            key="case.unknown", params={"number": "E-1099"}
        )
        with world.db.read() as session, pytest.raises(LookupError, match="E-1099"):
            world.cases.get(session, 99)

    def test_nothing_written_is_nothing_done(self, world: World) -> None:
        case = world.open()
        for act in (world.cases.reply, world.cases.ask, world.cases.note):
            outcome = act(world.press(KARIN), case, "  \n ")
            assert isinstance(outcome, Refused)
            assert outcome.key == "case.text_missing"
        assert isinstance(world.cases.add(world.press(ANNA), case, " "), Refused)
        assert [kind for kind, *_ in world.events(case)] == ["opened"]

    def test_the_same_event_twice_acts_once(self, world: World) -> None:
        case, occasion = world.open(), world.press(KARIN)
        assert world.cases.reply(occasion, case, "Hej") == Done()
        assert world.cases.reply(occasion, case, "Hej") == Done()
        world.mail.deliver()
        assert len(world.mail.news(ANNA)) == 1


class TestReminding:
    def test_in_business_time_and_then_less_often(self, world: World) -> None:
        case = world.open()  # Monday 10:00
        world.clock.advance(hours=1, minutes=59)
        assert world.cases.remind_due() == 0
        world.clock.advance(minutes=1)
        assert (world.cases.remind_due(), world.cases.remind_due()) == (1, 0)
        world.clock.advance(hours=8)  # 20:00: four and a half hours of business time
        assert world.cases.remind_due() == 0
        world.clock.advance(hours=14)  # Tuesday 10:00, and then 11:00
        assert world.cases.remind_due() == 0
        world.clock.advance(hours=1)
        assert world.cases.remind_due() == 1
        world.mail.deliver()
        reminders = [m for m in world.mail.in_channel() if isinstance(m, CaseReminder)]
        assert [(m.times, m.waited_minutes) for m in reminders] == [(1, 120), (2, 600)]
        assert world.case(case).state == "new"

    def test_a_claimed_case_is_not_reminded_of(self, world: World) -> None:
        case = world.open()
        world.cases.claim(world.press(KARIN), case)
        world.clock.advance(days=30)
        assert world.cases.remind_due() == 0

    def test_two_processes_remind_once(self, world: World) -> None:
        for _ in range(5):
            world.open()
        world.clock.advance(days=1)
        other = World(world.db, at=world.clock.at)
        start = threading.Barrier(2)

        def sweep(cases: Cases) -> int:
            start.wait(timeout=30)
            return cases.remind_due()

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(sweep, (world.cases, other.cases))) == 5

    def test_a_restart_loses_no_reminder(self, world: World) -> None:
        world.open()
        later = World(world.db, at=world.clock.at)
        later.clock.advance(days=1)
        assert later.cases.remind_due() == 1


class TestLists:
    def test_own_and_open_cases(self, world: World) -> None:
        first, second, third = world.open(), world.open(ERIN), world.open()
        world.cases.withdraw(world.press(ANNA, dm=True), first)
        with world.db.read() as session:
            own = [case.id for case in world.cases.of_person(session, ANNA)]
            own_open = [case.id for case in world.cases.of_person(session, ANNA, open_only=True)]
            everybodys = [case.id for case in world.cases.open_cases(session)]
        assert (own, own_open, everybodys) == ([third, first], [third], [second, third])
