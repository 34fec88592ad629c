import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.smalltalk import Etiquette, SmallTalk
from tests.knowledge.understanding import lexicon, own

_ETIQUETTE = Etiquette(lexicon())


@pytest.fixture
def etiquette() -> Etiquette:
    return _ETIQUETTE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", SmallTalk.EMPTY),
        ("  \n ", SmallTalk.EMPTY),
        ("?!", SmallTalk.EMPTY),
        ("👍👍", SmallTalk.EMOJI),
        (":pray: :tada:", SmallTalk.EMOJI),
        ("Hej!", SmallTalk.GREETING),
        ("God morgon", SmallTalk.GREETING),
        ("hello", SmallTalk.GREETING),
        ("Tack så mycket!!", SmallTalk.THANKS),
        ("hej, tack för hjälpen", SmallTalk.THANKS),
        ("thanks a lot", SmallTalk.THANKS),
        ("hej då", SmallTalk.CLOSING),
        ("du suger", SmallTalk.RUDE),
        ("jävla skit", SmallTalk.RUDE),
    ],
)
def test_small_talk(etiquette: Etiquette, text: str, kind: SmallTalk) -> None:
    assert etiquette.classify(text) is kind


@pytest.mark.parametrize(
    "text",
    ["hej, mjölken kom inte", "tack men det hjälpte inte alls", "jävla ordern går inte iväg"],
)
def test_a_question_is_no_small_talk(etiquette: Etiquette, text: str) -> None:
    assert etiquette.classify(text) is None


def test_none_of_the_utterances_is_small_talk(etiquette: Etiquette) -> None:
    assert [one.text for one in own() if etiquette.classify(one.text)] == []


def test_trimming(etiquette: Etiquette) -> None:
    message = [("hej",), ("hej", "fel", "pris"), ("tack", "pa", "forhand"), ("mvh", "anna"), ("x",)]
    assert etiquette.trim(message) == (("fel", "pris"),)
    assert etiquette.trim([("fel", "pris", "mvh", "anna", "andersson")]) == (("fel", "pris"),)
    assert etiquette.trim([("hej",)]) == (("hej",),)


@given(st.text(max_size=300), st.sampled_from((*lexicon().greetings, *lexicon().thanks)))
def test_a_greeting_before_or_after_asks_no_more(text: str, greeting: str) -> None:
    kind = _ETIQUETTE.classify(text)
    both = _ETIQUETTE.classify(f"{greeting}\n{text}"), _ETIQUETTE.classify(f"{text}\n{greeting}")
    if kind is None:
        assert both == (None, None)
    else:
        assert None not in both
