"""Short free-text answers, as people write them, read as a step's choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.guides import NotUnderstood, Walk, say
from knowledge.library import Library, default_content_dir, load_library


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(default_content_dir())


SAID = [
    # contacted: yes or no
    ("missing-delivery", "contacted", "ja", "yes"),
    ("missing-delivery", "contacted", "JA!!", "yes"),
    ("missing-delivery", "contacted", "japp", "yes"),
    ("missing-delivery", "contacted", "jodå", "yes"),
    ("missing-delivery", "contacted", "yes", "yes"),
    ("missing-delivery", "contacted", "👍", "yes"),
    ("missing-delivery", "contacted", ":thumbsup:", "yes"),
    ("missing-delivery", "contacted", "jag har ringt", "yes"),
    ("missing-delivery", "contacted", "har ringt dom", "yes"),
    ("missing-delivery", "contacted", "ringde igår", "yes"),
    ("missing-delivery", "contacted", "1", "yes"),
    ("missing-delivery", "contacted", "alternativ 2", "no"),
    ("missing-delivery", "contacted", "nej", "no"),
    ("missing-delivery", "contacted", "nä", "no"),
    ("missing-delivery", "contacted", "nope", "no"),
    ("missing-delivery", "contacted", "nej det har jag inte", "no"),
    ("missing-delivery", "contacted", "det har jag inte", "no"),
    ("missing-delivery", "contacted", "har ej ringt", "no"),
    ("missing-delivery", "contacted", "inte än", "no"),
    ("missing-delivery", "contacted", "haven't called", "no"),
    ("missing-delivery", "contacted", "3", None),
    ("missing-delivery", "contacted", "vad är DC?", None),
    ("missing-delivery", "contacted", "ja, de svarar inte", None),
    ("missing-delivery", "contacted", "hej", None),
    ("missing-delivery", "contacted", "", None),
    ("missing-delivery", "contacted", "🥛", None),
    # call-supplier: waits for “jag har ringt”
    ("missing-delivery", "call-supplier", "jag har ringt", "called"),
    ("missing-delivery", "call-supplier", "nu har jag ringt", "called"),
    ("missing-delivery", "call-supplier", "har mailat", "called"),
    ("missing-delivery", "call-supplier", "har inte ringt", None),
    ("missing-delivery", "call-supplier", "de svarar inte", "no-answer"),
    ("missing-delivery", "call-supplier", "jag har ringt men ingen svarade", "no-answer"),
    ("missing-delivery", "call-supplier", "visa dc", "show-dc"),
    # reply: no yes and no
    ("missing-delivery", "reply", "de kommer imorgon", "coming"),
    ("missing-delivery", "reply", "varorna kommer inte", None),
    ("missing-delivery", "reply", "dom har inte fått nån order", "no-order"),
    ("missing-delivery", "reply", "slut", "sold-out"),
    ("missing-delivery", "reply", "de vet inte varför", "no-help"),
    # extent
    ("missing-delivery", "extent", "alltihop", "all"),
    ("missing-delivery", "extent", "bara mjölken", "part"),
    ("missing-delivery", "extent", "helalevernasen", "all"),
    ("missing-delivery", "extent", "vet ej", "unknown"),
    # coding: three ways of not being sure
    ("cannot-send-order", "coding", "ingen aning", "unknown"),
    ("cannot-send-order", "coding", "jag vet inte", "unknown"),
    ("cannot-send-order", "coding", "vet inte vilken", "unsure-which"),
    ("cannot-send-order", "coding", "jag vet inte vilken kontering det ska vara", "unsure-which"),
    ("cannot-send-order", "coding", "det saknas på en rad", "no"),
    ("cannot-send-order", "coding", "alla rader utom en", None),
    ("cannot-send-order", "coding", "ja utom en", None),
    ("cannot-send-order", "coding", "ja men en saknas", None),
    # tabs
    ("cannot-send-order", "tabs", "bara en flik", "yes"),
    ("cannot-send-order", "tabs", "inte alla", "no"),
    ("cannot-send-order", "tabs", "jag ser inga flikar", "unknown"),
    ("cannot-send-order", "tabs", "I don’t know", "unknown"),
    # did it go?
    ("cannot-send-order", "approve-tabs", "det gick", "yes"),
    ("cannot-send-order", "approve-tabs", "det gick inte", "no"),
    ("cannot-send-order", "approve-tabs", "funkar nu tack", "yes"),
    ("cannot-send-order", "approve-tabs", "funkar ej", "no"),
    ("cannot-send-order", "approve-tabs", "fortfarande samma fel", "no"),
    # an answer that says nothing about this step
    ("no-order-response", "goods", "nej allt är bra", "no"),
    ("no-order-response", "left", "svaret finns", "response-there"),
    ("no-order-response", "left", "nej den är inte skickad", "no"),
    ("no-order-response", "left", "när är det lunch", None),
]


@pytest.mark.parametrize(("guide", "step", "text", "choice"), SAID)
def test_an_answer_is_the_choice_it_means_or_is_asked_again(
    library: Library, guide: str, step: str, text: str, choice: str | None
) -> None:
    walk = say(library.guides, Walk(guide=guide, step=step), text)
    meant = None if isinstance(walk, NotUnderstood) else walk.given[0].choice
    assert meant == choice


def test_every_label_and_word_means_its_own_choice(library: Library) -> None:
    for guide in library.guides.values():
        for step in guide.steps:
            for choice in step.choices:
                own = (choice.label.sv, choice.label.en, *choice.words.sv, *choice.words.en)
                for text in own:
                    walk = say(library.guides, Walk(guide=guide.id, step=step.id), text)
                    assert isinstance(walk, Walk), (guide.id, step.id, text)
                    assert walk.given[0].choice == choice.id, (guide.id, step.id, text)


def test_yes_no_and_dont_know_are_never_ambiguous_where_a_label_offers_them(
    library: Library,
) -> None:
    openings = {"Ja": "japp", "Nej": "nej tyvärr", "Vet inte": "ingen aning"}
    for guide in library.guides.values():
        for step in guide.steps:
            for choice in step.choices:
                for opening, said in openings.items():
                    if choice.label.sv.startswith(opening):
                        walk = say(library.guides, Walk(guide=guide.id, step=step.id), said)
                        assert isinstance(walk, Walk), (guide.id, step.id, said)
                        assert walk.given[0].choice == choice.id


@given(text=st.text(max_size=60))
def test_any_text_is_answered_without_an_error(library: Library, text: str) -> None:
    for step in library.guides["missing-delivery"].steps:
        at = Walk(guide="missing-delivery", step=step.id)
        after = say(library.guides, at, text)
        assert isinstance(after, (Walk, NotUnderstood))
        if step.outcome is not None:
            assert isinstance(after, NotUnderstood)
