import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import (
    CompoundSplitter,
    Concepts,
    PhraseTable,
    Spelling,
    Stemmer,
    clean,
    fold,
    folded_words,
    load_lexicon,
    sentences,
    words,
)
from knowledge.library import default_content_dir
from knowledge.problems import ContentError


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Hej <@U012AB> KAN du?", "hej kan du?"),
        ("se <https://example.org/a|min order> nu", "se min order nu"),
        ("se https://example.org/a?b=c nu", "se nu"),
        (":wave: hej 👋🏽", "hej"),
        ("M&amp;S", "m&s"),
        ("can't don’t", "cant dont"),
        ("två\trader\nhär", "två rader\nhär"),
        ("\u00a0\u200b", ""),
        ("a\u030angfartyg", "ångfartyg"),
    ],
)
def test_cleaning(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_words_and_sentences() -> None:
    said = clean("Hej! Jag har ringt M&S. Order 12-345; inget svar…\nMvh")
    assert sentences(said) == (
        "hej",
        "jag har ringt m&s",
        "order 12-345",
        "inget svar",
        "mvh",
    )
    assert words("order 12-345 till m&s") == ("order", "12", "345", "till", "m&s")


def test_folding() -> None:
    assert fold("räksmörgås på café, æø") == "raksmorgas pa cafe, ao"


@given(st.text())
def test_any_text_becomes_words(text: str) -> None:
    said = clean(text)
    assert said == said.strip()
    assert not re.search(r"[<>]@|https?://\S", said)
    assert all(words(sentence) is not None for sentence in sentences(said))
    assert folded_words(text) == tuple(fold(word) for word in words(said))


@given(st.text(alphabet="abcåäöé xyzÅÄÖ", max_size=40))
def test_folded_swedish_is_ascii_and_stays_so(text: str) -> None:
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)


def test_compounds_are_split_by_known_words() -> None:
    splitter = CompoundSplitter({"order", "bekraftelsen", "leverans", "leveransen", "skola", "mat"})
    assert splitter.split("orderbekraftelsen") == ("order", "bekraftelsen")
    assert splitter.split("skolleveransen") == ("leveransen",)
    assert splitter.split("skolaleveransen") == ("skola", "leveransen")
    assert splitter.split("order") == ()
    assert splitter.split("programmering") == ()


def test_compounds_written_apart_are_joined() -> None:
    splitter = CompoundSplitter({"ordersvar", "leveransdag"})
    assert splitter.joined("order", "svar") == "ordersvar"
    assert splitter.joined("leveran", "dag") == "leveransdag"
    assert splitter.joined("order", "bok") is None


def test_the_longest_phrase_wins() -> None:
    table = PhraseTable({("tack",): 1, ("tack", "så", "mycket"): 2})
    assert table.at(("tack", "så", "mycket"), 0) == (3, 2)
    assert table.at(("tack", "så"), 0) == (1, 1)
    assert table.at(("så", "tack"), 0) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("odersvar", "ordersvar"),
        ("ordresvar", "ordersvar"),
        ("leveranns", "leverans"),
        ("bestalning", "bestallning"),
        ("svar", None),
        ("pastor", None),
    ],
)
def test_misspelt_words(written: str, meant: str | None) -> None:
    spelling = Spelling(["ordersvar", "leverans", "bestallning", "faktor"])
    assert spelling.nearest(written) == meant


def test_common_words_are_no_misspellings() -> None:
    assert Spelling(["hitta"], ["hitts"]).nearest("hitts") is None
    assert Spelling(["hitta"]).nearest("hitts") == "hitta"


def test_concepts_by_word_beginning_stem_and_phrase() -> None:
    stemmer = Stemmer()
    concepts = Concepts({"send": ("skicka", "sänd*"), "away": ("gått iväg",)}, stemmer)

    def of(word: str) -> tuple[str, ...]:
        return concepts.of(word, stemmer.stem(word))

    assert of("skicka") == of("skickade") == of("sandning") == ("send",)
    assert of("annat") == ()
    assert concepts.phrases.at(("gatt", "ivag"), 0) == (2, ("away",))


def test_the_lexicon_of_the_content() -> None:
    lexicon = load_lexicon(default_content_dir() / "language")
    assert "on" in lexicon.stopwords  # and not true, as YAML 1.1 has it
    assert "no" in lexicon.concepts["not"]
    assert len(lexicon.goods) > 100
    assert all(fold(pattern.rstrip("*")) for one in lexicon.concepts.values() for pattern in one)


def _copy(folder: Path) -> Path:
    for path in (default_content_dir() / "language").glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "goods.yaml").unlink()
    with pytest.raises(ContentError, match=r"goods\.yaml: cannot be read"):
        load_lexicon(folder)


def test_a_wrong_entry_is_named(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / "goods.yaml").write_text("goods: [mjölk]\nbads: [x]\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"goods\.yaml:2: bads"):
        load_lexicon(folder)
    (folder / "goods.yaml").write_text("goods: [mjölk\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"goods\.yaml:\d+: not valid YAML"):
        load_lexicon(folder)
