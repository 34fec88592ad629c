"""The walk through a guide: every way ends, every step can be taken back, none is asked twice."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from knowledge import guides as g
from knowledge.guides import (
    ContactRef,
    Guides,
    NotUnderstood,
    Outcome,
    Slot,
    Walk,
    back,
    begin,
    choose,
    current,
    ended,
    say,
    summary,
)
from knowledge.library import default_content_dir, load_library
from knowledge.text import Lang

GUIDES: Guides = load_library(default_content_dir()).guides


def answer(walk: Walk, *answers: str) -> Walk:
    """The walk after answers: `#id` presses that choice, anything else is said."""
    for text in answers:
        after = choose(GUIDES, walk, text[1:]) if text[0] == "#" else say(GUIDES, walk, text)
        assert isinstance(after, Walk), (walk.guide, walk.step, text)
        walk = after
    return walk


def every_way(walk: Walk, been: frozenset[tuple[str, str]] = frozenset()) -> Iterator[Walk]:
    """Every way to an end that comes to no step twice."""
    place = (walk.guide, walk.step)
    if ended(GUIDES, walk) is not None:
        yield walk
    elif place not in been:
        step = current(GUIDES, walk)
        for choice in step.choices:
            yield from every_way(choose(GUIDES, walk, choice.id), been | {place})
        if step.slot is not None:
            yield from every_way(answer(walk, "något"), been | {place})


@pytest.mark.parametrize("guide_id", list(GUIDES))
def test_every_way_ends_solved_or_handed_over(guide_id: str) -> None:
    ends = [ended(GUIDES, walk) for walk in every_way(begin(GUIDES, guide_id))]
    assert set(ends) == {Outcome.SOLVED, Outcome.HANDOVER}
    assert len(ends) > 10


@pytest.mark.parametrize("guide_id", list(GUIDES))
@pytest.mark.parametrize("lang", list(Lang))
def test_a_summary_holds_every_answer_once_in_either_language(guide_id: str, lang: Lang) -> None:
    for walk in every_way(begin(GUIDES, guide_id, {Slot.SUPPLIER: "Lyreco"})):
        lines = summary(GUIDES, walk, lang)
        slots = [label for label, _ in lines if label in ("Leverantör", "Supplier")]
        assert len(slots) == 1
        answered = [given for given in walk.given if not given.prefilled]
        assert len(lines) == len(answered) + 1


def test_handover_always_knows_the_order_and_the_supplier() -> None:
    for guide_id in GUIDES:
        for walk in every_way(begin(GUIDES, guide_id)):
            if ended(GUIDES, walk) is Outcome.HANDOVER:
                assert {Slot.SUPPLIER, Slot.ORDER, Slot.DETAILS} <= walk.slots.keys()


def test_cannot_send_order_follows_the_coordinators_routine() -> None:
    walk = answer(begin(GUIDES, "cannot-send-order"), "ja", "ja", "ja")
    asked = [given.step for given in walk.given]
    assert [*asked, walk.step] == ["tabs", "coding", "approval", "short-code"]
    solved = answer(begin(GUIDES, "cannot-send-order"), "nej", "nu gick det")
    assert ended(GUIDES, solved) is Outcome.SOLVED


def test_missing_delivery_shows_whom_to_call_and_waits() -> None:
    walk = answer(
        begin(GUIDES, "missing-delivery"), "mejeriet", "4711", "i dag", "en del", "mjölk", "nej"
    )
    contact = current(GUIDES, walk).contact
    assert contact == ContactRef(party="$supplier", role="orders")
    assert g.contact_of(walk, contact) == "mejeriet"
    assert isinstance(say(GUIDES, walk, "vänta lite"), NotUnderstood)
    walk = answer(walk, "visa dc")
    shown = current(GUIDES, walk).contact
    assert shown is not None
    assert g.contact_of(walk, shown) == "dc"
    assert answer(walk, "jag har ringt").step == "reply"


def test_an_unknown_supplier_has_no_contact() -> None:
    walk = answer(begin(GUIDES, "missing-delivery"), "har ingen aning")
    assert walk.slots[Slot.SUPPLIER] == "vet inte"
    assert g.contact_of(walk, ContactRef(party="$supplier")) is None
    assert summary(GUIDES, walk, Lang.SV) == (("Leverantör", "Vet inte"),)
    assert summary(GUIDES, walk, Lang.EN) == (("Supplier", "Don’t know"),)


def test_no_order_response_is_asked_on_in_its_own_guide_without_repeating() -> None:
    walk = answer(
        begin(GUIDES, "missing-delivery"),
        *("Charkett", "17", "igår", "#all", "#yes", "#no-order", "i måndags"),
    )
    assert (walk.guide, walk.step) == ("no-order-response", "left")
    lines = [label for label, _ in summary(GUIDES, walk, Lang.SV)]
    assert lines == [
        "Leverantör",
        "Ordernummer",
        "Väntad dag",
        "Hela eller en del",
        "Har kontaktat leverantör eller DC",
        "Besked från leverantör eller DC",
        "Skickad",
    ]
    walk = back(GUIDES, walk)
    assert (walk.guide, walk.step) == ("no-order-response", "sent-day")
    walk = back(GUIDES, walk)
    assert (walk.guide, walk.step) == ("missing-delivery", "reply")


def test_an_order_that_never_left_goes_on_in_the_guide_for_that() -> None:
    walk = answer(begin(GUIDES, "no-order-response"), "Lyreco", "17", "igår", "den är kvar hos mig")
    assert (walk.guide, walk.step) == ("cannot-send-order", "tabs")


def test_what_the_first_message_said_is_not_asked() -> None:
    said = {Slot.SUPPLIER: "Skånemejerier", Slot.ORDER: " 4711\n", Slot.GOODS: "mjölk"}
    walk = begin(GUIDES, "missing-delivery", said)
    assert walk.step == "expected-day"
    assert back(GUIDES, walk) == walk
    assert summary(GUIDES, walk, Lang.SV) == (
        ("Leverantör", "Skånemejerier"),
        ("Ordernummer", "4711"),
        ("Varor som saknas", "mjölk"),
    )
    assert begin(GUIDES, "missing-delivery", {Slot.SUPPLIER: "  "}).step == "supplier"


def test_an_answer_taken_back_is_forgotten_and_asked_again() -> None:
    walk = answer(begin(GUIDES, "missing-delivery"), "Staples", "17")
    again = answer(back(GUIDES, back(GUIDES, walk)), "Lyreco", "18")
    assert again.slots == {Slot.SUPPLIER: "Lyreco", Slot.ORDER: "18"}
    assert [given.value for given in again.given] == ["Lyreco", "18"]


def test_what_was_said_first_can_be_asked_for_with_the_rest_kept() -> None:
    known = {Slot.SUPPLIER: "Lyreco", Slot.EXPECTED_DAY: "idag", Slot.GOODS: "mjölk"}
    walk = begin(GUIDES, "missing-delivery", known)
    assert walk.step == "order"
    again = g.reopen(GUIDES, walk)
    assert (again.step, again.given) == ("supplier", ())
    assert again.slots == {Slot.EXPECTED_DAY: "idag", Slot.GOODS: "mjölk"}
    assert g.reopen(GUIDES, again) == again
    assert answer(again, "Staples").slots[Slot.SUPPLIER] == "Staples"


def test_own_words_that_say_more_stand_beside_the_choice() -> None:
    walk = answer(
        begin(GUIDES, "cannot-send-order"), "ja", "ja", "nej, rektor Eva sköter det numera"
    )
    assert summary(GUIDES, walk, Lang.EN)[-1] == (
        "The right to approve",
        "No, I do not – ”nej, rektor Eva sköter det numera”",
    )


def test_a_question_is_no_answer() -> None:
    walk = begin(GUIDES, "missing-delivery", {Slot.SUPPLIER: "Lyreco"})
    assert say(GUIDES, walk, "var hittar jag ordernumret?") == NotUnderstood(
        said="var hittar jag ordernumret?"
    )
    assert isinstance(say(GUIDES, walk, "  \n "), NotUnderstood)


def test_a_long_answer_is_kept_to_what_can_be_shown() -> None:
    walk = answer(begin(GUIDES, "missing-delivery"), "x" * 40_000)
    assert walk.slots[Slot.SUPPLIER] == "x" * 999 + "…"


def test_an_end_takes_no_answer_and_can_be_left_backwards() -> None:
    walk = answer(begin(GUIDES, "cannot-send-order"), "nej", "ja")
    assert isinstance(say(GUIDES, walk, "ja"), NotUnderstood)
    with pytest.raises(ValueError, match="step `solved` of `cannot-send-order` has no choice `x`"):
        choose(GUIDES, walk, "x")
    assert back(GUIDES, walk).step == "approve-tabs"


def test_a_kept_walk_knows_whether_the_guides_still_have_its_steps() -> None:
    walk = answer(begin(GUIDES, "no-order-response"), "Lyreco", "17", "igår", "#no", "ja")
    assert g.is_known(GUIDES, walk)
    shorter = {key: guide for key, guide in GUIDES.items() if key != "no-order-response"}
    assert not g.is_known(shorter, walk)
    assert ("sent-day", "igår") in summary(shorter, walk, Lang.SV)


class Walking(RuleBasedStateMachine):
    """Anything that a person may do in a guide, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.walk = begin(GUIDES, "missing-delivery")
        self.before: list[Walk] = []

    def go(self, walk: Walk) -> None:
        self.before.append(self.walk)
        self.walk = walk

    @precondition(lambda self: not self.before)
    @rule(
        guide=st.sampled_from(sorted(GUIDES)),
        slots=st.dictionaries(st.sampled_from(Slot), st.sampled_from(["Lyreco", "17", " "])),
    )
    def start(self, guide: str, slots: dict[Slot, str]) -> None:
        self.walk = begin(GUIDES, guide, slots)

    @precondition(lambda self: bool(current(GUIDES, self.walk).choices))
    @rule(data=st.data())
    def press(self, data: st.DataObject) -> None:
        choices = [choice.id for choice in current(GUIDES, self.walk).choices]
        self.go(choose(GUIDES, self.walk, data.draw(st.sampled_from(choices))))

    @precondition(lambda self: bool(current(GUIDES, self.walk).choices))
    @rule(data=st.data(), lang=st.sampled_from(Lang))
    def say_the_label(self, data: st.DataObject, lang: Lang) -> None:
        choice = data.draw(st.sampled_from(current(GUIDES, self.walk).choices))
        said = say(GUIDES, self.walk, choice.label.get(lang).upper() + "!")
        assert said == choose(GUIDES, self.walk, choice.id).model_copy(
            update={"given": said.given if isinstance(said, Walk) else ()}
        )
        assert isinstance(said, Walk)
        self.go(said)

    @rule(
        text=st.sampled_from(["ja", "nej", "vet inte", "2", "i går", "", "hur gör jag då?", "🙂"])
    )
    def say_something(self, text: str) -> None:
        said = say(GUIDES, self.walk, text)
        assume(isinstance(said, Walk))
        if isinstance(said, Walk):
            self.go(said)

    @rule()
    def go_back(self) -> None:
        earlier = back(GUIDES, self.walk)
        assert earlier == (self.before.pop() if self.before else self.walk)
        self.walk = earlier

    @invariant()
    def survives_a_restart(self) -> None:
        assert Walk.model_validate_json(self.walk.model_dump_json()) == self.walk

    @invariant()
    def stands_at_a_step_that_asks_or_ends(self) -> None:
        assert g.is_known(GUIDES, self.walk)
        step = current(GUIDES, self.walk)
        assert step.outcome is not Outcome.CONTINUE
        assert step.slot is None or step.slot not in self.walk.slots

    @invariant()
    def counts_every_answer(self) -> None:
        answered = [given for given in self.walk.given if not given.prefilled]
        assert len(answered) == len(self.before)
        for lang in Lang:
            assert all(label and value for label, value in summary(GUIDES, self.walk, lang))

    @invariant()
    def can_reach_an_end(self) -> None:
        assert next(every_way(self.walk), None) is not None


Walking.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestWalking = Walking.TestCase
