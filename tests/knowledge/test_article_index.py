"""Parts of the article index: columns, one-slip look-up, its file, picks, suppliers' aliases."""

import random
import string
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from stdnum import ean

from knowledge.articles import (
    GOOD_HIT,
    Article,
    ArticleIndex,
    IndexFileError,
    Synonyms,
    SynonymsError,
    pick_key,
)
from knowledge.articles.arrays import Ragged, Texts
from knowledge.articles.columns import Columns, ColumnsBuilder
from knowledge.articles.index import MERGE_ABOVE
from knowledge.articles.slips import SlipIndex
from knowledge.articles.words import Lines, fold, fold_many, tokenise
from tests.benchmarks.articles import composed

_TEXT = st.text(max_size=12)
_OPTIONAL = st.none() | _TEXT
_ARTICLE = st.builds(
    Article,
    id=st.integers(-(2**62), 2**62),
    article_number=_TEXT,
    gtin=_OPTIONAL,
    name=_TEXT,
    supplier=_TEXT,
    unit=_OPTIONAL,
    package=_OPTIONAL,
    price=st.none() | st.decimals(0, 10**6, places=2),
    currency=_OPTIONAL,
    example=st.booleans(),
    brand=_OPTIONAL,
)


def article(id_: int, name: str, supplier: str = "Grossisten") -> Article:
    return Article(id_, f"A{id_}", None, name, supplier, "st")


class TestColumns:
    @given(st.lists(_ARTICLE, max_size=8), st.integers(1, 4))
    def test_articles_come_back_as_they_were(self, articles: list[Article], batch: int) -> None:
        builder = ColumnsBuilder()
        for at in range(0, len(articles), batch):
            builder.add(articles[at : at + batch])
        columns = builder.build()
        assert [columns.article(place) for place in range(len(columns))] == articles
        again = Columns.of_arrays(columns.arrays())
        assert [again.article(place) for place in range(len(again))] == articles

    def test_prices_keep_their_decimals(self) -> None:
        index = ArticleIndex.build([replace(article(1, "Mjölk"), price=Decimal("12.50"))])
        found = index.get(1)
        assert found is not None
        assert str(found.price) == "12.50"

    @given(st.lists(st.text()))
    def test_texts(self, texts: list[str]) -> None:
        whole = Texts.of(texts)
        assert whole.all() == texts
        assert [whole[i] for i in range(len(whole))] == texts

    @given(st.lists(st.lists(st.integers(0, 9), max_size=5), max_size=40), st.randoms())
    def test_ragged(self, rows: list[list[int]], rng: random.Random) -> None:
        flat = np.array([value for row in rows for value in row], dtype=np.int32)
        ragged = Ragged.of([len(row) for row in rows], flat)
        chosen = [rng.randrange(len(rows)) for _ in range(rng.randrange(60))] if rows else []
        lengths, values = ragged.flat(np.array(chosen, dtype=np.int64))
        assert lengths.tolist() == [len(rows[i]) for i in chosen]
        assert values.tolist() == [value for i in chosen for value in rows[i]]
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), ragged.lengths())
        inverted = Ragged.inverted(owners, flat, 10)
        for value in range(10):
            assert inverted.row(value).tolist() == [i for i, r in enumerate(rows) if value in r]


class TestWords:
    @given(st.lists(st.text(st.sampled_from("aå1 2,.5kgxl%\n\x01ß×"), max_size=20), max_size=5))
    def test_many_lines_are_read_as_one_by_one(self, texts: list[str]) -> None:
        lines = Lines()
        lengths, words, bare_lengths, bare = lines.tokenise(texts)
        at = bare_at = 0
        for text, length, bare_length in zip(texts, lengths, bare_lengths, strict=True):
            one_line = text.replace("\n", " ").replace("\x01", " ")
            found = [lines.words[i] for i in words[at : at + length]]
            found_bare = [lines.words[i] for i in bare[bare_at : bare_at + bare_length]]
            assert (tuple(found), tuple(found_bare)) == tokenise(one_line)
            at, bare_at = at + length, bare_at + bare_length

    @given(st.text())
    def test_long_texts_are_folded_as_short_ones(self, text: str) -> None:
        assert fold_many(text).split() == " ".join(map(fold, text.split())).split()

    @given(
        st.lists(st.text(string.ascii_lowercase[:4] + "1", min_size=1, max_size=8), unique=True),
        st.text(string.ascii_lowercase[:4] + "1", max_size=9),
    )
    @settings(max_examples=300)
    def test_every_word_one_slip_away_is_found(self, words: list[str], asked: str) -> None:
        near = set(SlipIndex.of(words).near(asked))
        within = {i for i, word in enumerate(words) if OSA.distance(asked, word) <= 1}
        assert within <= near


class TestFile:
    articles = composed(MERGE_ABOVE + 200, random.Random(3))
    index = ArticleIndex.build(articles)

    def saved(self, folder: Path, index: ArticleIndex | None = None, stamp: str = "7") -> Path:
        path = folder / "articles.index"
        (self.index if index is None else index).save(path, stamp)
        return path

    def test_the_loaded_index_finds_the_same(self, tmp_path: Path) -> None:
        loaded = ArticleIndex.load(self.saved(tmp_path), "7")
        assert len(loaded) == len(self.index)
        for one in self.articles[:50]:
            query = one.name[1:]
            assert loaded.search(query) == self.index.search(query)
            assert loaded.search(one.article_number) == self.index.search(one.article_number)
        assert [*loaded] == self.articles

    def test_changes_are_saved_and_made_after_loading(self, tmp_path: Path) -> None:
        new = article(10**6, "Zebrarandig tårtbotten")
        changed = self.index.with_changes([new], [self.articles[0].id])
        loaded = ArticleIndex.load(self.saved(tmp_path, changed), "7")
        assert loaded.search("zebrarandig")[0].article == new
        assert loaded.get(self.articles[0].id) is None
        again = loaded.with_changes([], [new.id])
        assert again.get(new.id) is None
        assert len(again) == len(self.articles) - 1

    def test_the_empty_index(self, tmp_path: Path) -> None:
        loaded = ArticleIndex.load(self.saved(tmp_path, ArticleIndex.build([])), "7")
        assert len(loaded) == 0
        assert loaded.search("mjölk") == ()

    def test_of_another_stamp(self, tmp_path: Path) -> None:
        path = self.saved(tmp_path)
        with pytest.raises(IndexFileError, match=r"articles\.index: is of '7', not of '8'"):
            ArticleIndex.load(path, "8")

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(IndexFileError, match="articles"):
            ArticleIndex.load(tmp_path / "articles.index")

    def test_damaged_anywhere(self, tmp_path: Path) -> None:
        path = self.saved(tmp_path)
        whole = path.read_bytes()
        rng = random.Random(5)
        for at in (0, 17, 20, 30, 130, *(rng.randrange(128, len(whole)) for _ in range(20))):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x15]) + whole[at + 1 :])
            with pytest.raises(IndexFileError):
                ArticleIndex.load(path, "7")
        for length in (0, 1, 100, 5_000, len(whole) - 1):
            path.write_bytes(whole[:length])
            with pytest.raises(IndexFileError):
                ArticleIndex.load(path, "7")

    def test_of_another_version(self, tmp_path: Path) -> None:
        path = self.saved(tmp_path)
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"articles 1 ", b"articles 0 ", 1))
        with pytest.raises(IndexFileError, match="another version"):
            ArticleIndex.load(path, "7")

    def test_a_failed_save_leaves_the_old_file_alone(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="nowhere"):
            self.index.save(tmp_path / "nowhere" / "articles.index")
        path = self.saved(tmp_path)
        self.saved(tmp_path, stamp="8")
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
        assert len(ArticleIndex.load(path, "8")) == len(self.articles)


def test_the_last_article_with_an_id_counts() -> None:
    index = ArticleIndex.build([article(1, "Havregryn"), article(2, "Korn"), article(1, "Ris")])
    assert len(index) == 2
    assert index.search("havregryn") == ()
    assert [one.name for one in index] == ["Korn", "Ris"]
    assert index.get(1) == article(1, "Ris")


class TestPicks:
    index = ArticleIndex.build(
        [article(1, "Mjölk röd 3 %"), article(2, "Mjölk grön 1,5 %"), article(3, "Yoghurt")]
    )

    def test_the_hit_that_was_picked_comes_first(self) -> None:
        before = [hit.article.id for hit in self.index.search("mjölk")]
        other = before[1]
        picks = {pick_key("Mjolk"): Counter({other: 5})}
        after = self.index.with_picks(picks).search("mjölk")
        assert after[0].article.id == other
        assert all(hit.score <= 1.0 for hit in after)
        assert [hit.article.id for hit in self.index.with_picks(picks).search("röd")] == [1]

    def test_what_the_words_do_not_find_is_found_when_it_was_picked_often(self) -> None:
        picks = {pick_key("fil"): Counter({3: 9})}
        hits = self.index.with_picks(picks).search("fil")
        assert hits[0].article.id == 3
        assert hits[0].score >= GOOD_HIT

    def test_one_pick_does_not_decide(self) -> None:
        picks = {pick_key("röd mjölk"): Counter({2: 1})}
        assert self.index.with_picks(picks).search("röd mjölk")[0].article.id == 1

    def test_an_article_that_is_gone_is_not_found(self) -> None:
        index = self.index.with_picks({pick_key("fil"): Counter({3: 9})}).with_changes([], [3])
        assert index.search("fil") == ()

    def test_keys(self) -> None:
        assert pick_key("Röd mjölk") == pick_key("jag letar efter mjolk rod?")
        assert pick_key("mjölk 1,5 l") == pick_key("150 cl mjölk")


class TestAliases:
    index = ArticleIndex.build(
        [
            article(1, "Mellanmjölk", supplier="Skånemejerier"),
            article(2, "Mellanmjölk", supplier="Martin & Servera"),
            article(3, "Torkmedel", supplier="Martin & Servera"),
        ],
        aliases={"Martin & Servera": ["M&S", "Martin"], "skånemejerier": ["Skånska mejeriet"]},
    )

    @pytest.mark.parametrize(
        ("query", "id_"),
        [
            ("mellanmjölk från m&s", 2),
            ("mellanmjölk M & S", 2),
            ("mellanmjölk från M S", 2),
            ("mellanmjölk från martin", 2),
            ("mellanmjölk skånska", 1),
            ("mellanmjölk från skånemejeriet", 1),
        ],
    )
    def test_the_supplier_is_understood(self, query: str, id_: int) -> None:
        assert self.index.search(query)[0].article.id == id_

    def test_letters_alone_are_no_supplier(self) -> None:
        assert self.index.search("mellanmjölk s")[0].article.name == "Mellanmjölk"

    def test_aliases_stay_with_changes(self) -> None:
        changed = self.index.with_changes([article(4, "Kaffe")])
        assert changed.search("mellanmjölk från m&s")[0].article.id == 2


class TestNumbers:
    gtins = ("20012342", "012345678905", "2001234567893", "12001234567890")

    @pytest.mark.parametrize("gtin", gtins)
    def test_a_mistyped_gtin_of_every_length(self, gtin: str) -> None:
        assert ean.is_valid(gtin)
        index = ArticleIndex.build([replace(article(1, "Mjölk"), gtin=gtin), article(2, "Fil")])
        assert index.search(gtin)[0].score == 1.0
        wrong = gtin[:-1] + str((int(gtin[-1]) + 1) % 10)
        hit = index.search(wrong)[0]
        assert hit.article.id == 1
        assert GOOD_HIT <= hit.score < 0.9

    def test_a_wrong_check_digit_prefers_a_gtin_to_a_number(self) -> None:
        gtin = replace(article(1, "Mjölk"), gtin="20012342")
        number = replace(article(2, "Fil"), article_number="20012340")
        index = ArticleIndex.build([gtin, number])
        assert index.search("20012341")[0].article.id == 1

    def test_digits_beyond_64_bits(self) -> None:
        long = replace(article(1, "Mjölk"), article_number="9" * 30)
        index = ArticleIndex.build([long])
        assert index.search("9" * 30)[0].score == 1.0
        assert index.search("9" * 29)[0].article.id == 1

    def test_sizes_beside_words_are_not_numbers(self) -> None:
        number = replace(article(1, "Kalasskål"), article_number="25001")
        index = ArticleIndex.build([number, article(2, "Ris 2,5 kg")])
        assert [hit.article.id for hit in index.search("ris 2500 gg")] == [2]


def test_an_own_file_of_synonyms(tmp_path: Path) -> None:
    path = tmp_path / "ord.yaml"
    path.write_text("- [gurkmix, bostongurka]\n", encoding="utf-8")
    index = ArticleIndex.build([article(1, "Bostongurka")], Synonyms.load(path))
    assert index.search("gurkmix")[0].article.id == 1
    with pytest.raises(SynonymsError, match=r"finns\.yaml"):
        Synonyms.load(tmp_path / "finns.yaml")
    path.write_bytes(b"- [\xff, a]")
    with pytest.raises(SynonymsError, match=r"ord\.yaml"):
        Synonyms.load(path)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("rris", "Ris"),  # a doubled letter rather than the end of another word
        ("lx", "Lax gravad"),  # one letter of three
        ("sprotdryck", "Sportdryck"),
        ("sprot", "Sportdryck"),  # half a word with a slip
        ("remuol", "Remouladsås"),
        ("vinterlun dris", "Ris Vinterlund"),
        ("mjö lk", "Mjölk"),
        ("ljölk", "Mjölk"),
    ],
)
def test_slips(query: str, name: str) -> None:
    names = ("Ris", "Fönsterris", "Lax gravad", "Sportdryck", "Remouladsås", "Mjölk", "Mjöl")
    index = ArticleIndex.build(
        [article(i, one) for i, one in enumerate((*names, "Ris Vinterlund"))]
    )
    assert index.search(query)[0].article.name == name
