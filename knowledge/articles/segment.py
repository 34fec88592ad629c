"""An immutable part of the index: articles as columns, their words, and who uses each word.

A price list that changes some articles adds a small segment instead of rebuilding the large one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from knowledge.articles.arrays import Floats, Ints, Places, Ragged
from knowledge.articles.columns import Columns, ColumnsBuilder
from knowledge.articles.model import Article
from knowledge.articles.numbers import NumberIndex, NumbersBuilder
from knowledge.articles.vocabulary import Vocabulary
from knowledge.articles.weights import kind_weight
from knowledge.articles.words import Lines, tokenise

_BATCH = 16_384
Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Articles by their places 0, 1, … and words by theirs in the vocabulary."""

    columns: Columns
    vocabulary: Vocabulary
    words: Ragged  # article → the words of its name in order, then its others
    name_lengths: Ints  # how many of an article's words are its name's
    used_by: Ragged  # word → articles
    numbers: NumberIndex
    by_id: Ints  # places in the order of the articles' ids
    kinds: Floats  # the weight of each word for its kind alone

    @classmethod
    def build(cls, articles: Iterable[Article]) -> "Segment":
        """A segment of `articles`, which are read once and not kept."""
        builder = ColumnsBuilder()
        reading = _Words()
        numbers = NumbersBuilder()
        place = 0
        for batch in _batches(articles):
            builder.add(batch)
            reading.add(batch)
            numbers.add([article.article_number for article in batch], place)
            numbers.add([article.gtin or "" for article in batch], place)
            place += len(batch)
        columns = builder.build()
        vocabulary, words, name_lengths = reading.built()
        rows = np.repeat(np.arange(len(words), dtype=np.int32), words.lengths())
        return cls(
            columns=columns,
            vocabulary=vocabulary,
            words=words,
            name_lengths=name_lengths,
            used_by=Ragged.inverted(rows, words.values, len(vocabulary)),
            numbers=numbers.build(),
            by_id=np.argsort(columns.ids, kind="stable").astype(np.int32),
            kinds=_kinds(vocabulary),
        )

    def __len__(self) -> int:
        return len(self.columns)

    def place(self, article_id: int) -> int | None:
        """The place of the last article with this id."""
        after = int(self.columns.ids.searchsorted(article_id, "right", sorter=self.by_id))
        if after == 0:
            return None
        place = int(self.by_id[after - 1])
        return place if self.columns.ids[place] == article_id else None

    def last_of_each_id(self) -> npt.NDArray[np.bool_]:
        """Which places have an article that no later one has the id of."""
        ids = self.columns.ids[self.by_id]
        last = np.ones(len(self), dtype=np.bool_)
        last[self.by_id[:-1]] = ids[1:] != ids[:-1]
        return last

    def name_weights(self, weights: Floats) -> Floats:
        """The sum of the weights of the words of each article's name."""
        found = np.zeros(len(self), dtype=np.float32)
        starts = self.words.starts
        for first in range(0, len(self), _BATCH):
            last = min(first + _BATCH, len(self))
            begin = starts[first:last] - starts[first]
            sums = np.zeros(int(starts[last] - starts[first]) + 1, dtype=np.float64)
            np.cumsum(weights[self.words.values[starts[first] : starts[last]]], out=sums[1:])
            found[first:last] = sums[begin + self.name_lengths[first:last]] - sums[begin]
        return found

    def name(self, place: int) -> str:
        """The words of an article's name, as they are compared."""
        start = self.words.starts.item(place)
        end = start + self.name_lengths.item(place)
        words = self.vocabulary.words
        return " ".join([words[i] for i in self.words.values[start:end].tolist()])

    def arrays(self) -> Arrays:
        """The segment as arrays to be stored; `of_arrays` reads them back."""
        numbers = self.numbers
        return {
            **{f"columns.{name}": array for name, array in self.columns.arrays().items()},
            **{f"vocabulary.{name}": array for name, array in self.vocabulary.arrays().items()},
            "words.starts": self.words.starts,
            "words.values": self.words.values,
            "name_lengths": self.name_lengths,
            "used_by.starts": self.used_by.starts,
            "used_by.values": self.used_by.values,
            "numbers.digits": numbers.digits,
            "numbers.digit_places": numbers.digit_places,
            "numbers.mixed": numbers.mixed,
            "numbers.mixed_places": numbers.mixed_places,
            "by_id": self.by_id,
            "kinds": self.kinds,
        }

    @classmethod
    def of_arrays(cls, arrays: Arrays) -> "Segment":
        """A segment as `arrays` gave it. KeyError names an array that is not there."""

        def part(prefix: str) -> Arrays:
            return {
                name.removeprefix(prefix): array
                for name, array in arrays.items()
                if name.startswith(prefix)
            }

        def ragged(name: str) -> Ragged:
            return Ragged(
                arrays[f"{name}.starts"].view(np.int64), arrays[f"{name}.values"].view(np.int32)
            )

        mixed = arrays["numbers.mixed"]
        return cls(
            columns=Columns.of_arrays(part("columns.")),
            vocabulary=Vocabulary.of_arrays(part("vocabulary.")),
            words=ragged("words"),
            name_lengths=arrays["name_lengths"].view(np.int32),
            used_by=ragged("used_by"),
            numbers=NumberIndex(
                arrays["numbers.digits"].view(np.int64),
                arrays["numbers.digit_places"].view(np.int32),
                mixed.view(f"S{mixed.dtype.itemsize}"),
                arrays["numbers.mixed_places"].view(np.int32),
            ),
            by_id=arrays["by_id"].view(np.int32),
            kinds=arrays["kinds"].view(np.float32),
        )


class _Words:
    """Reads the words of articles, a batch at a time."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._beside: dict[str, int] = {}  # what stands beside names, and its number
        self._beside_words: list[list[int]] = []
        self._parts: list[tuple[Places, Ints, Places, Ints, Ints]] = []

    def add(self, articles: Sequence[Article]) -> None:
        names = self._lines.tokenise([article.name for article in articles])
        beside = [
            self._numbered(f"{article.package or ''} {article.brand or ''}") for article in articles
        ]
        self._parts.append((*names, np.array(beside, dtype=np.int32)))

    def _numbered(self, beside: str) -> int:
        number = self._beside.get(beside)
        if number is None:
            number = self._beside[beside] = len(self._beside)
            tokens = tokenise(beside)
            self._beside_words.append(
                [self._lines.word(word) for word in (*tokens.words, *tokens.bare)]
            )
        return number

    def built(self) -> tuple[Vocabulary, Ragged, Ints]:
        """The vocabulary, each article's words, and how many of these are its name's."""
        words = self._lines.words
        order = sorted(range(len(words)), key=words.__getitem__)
        rank = np.empty(len(words), dtype=np.int32)
        rank[order] = np.arange(len(words), dtype=np.int32)
        # The words as new texts, one beside the other: the old ones lie scattered over memory that
        # could not be given back as long as one of them is kept.
        joined = "\n".join([words[i] for i in order])
        self._lines = Lines()
        vocabulary = Vocabulary.of(joined.split("\n") if joined else [])
        if not self._parts:
            return vocabulary, Ragged.of([], rank), rank[:0]
        in_name, names, in_bare, bares, beside = (
            np.concatenate(part) for part in zip(*self._parts, strict=True)
        )
        besides = Ragged.of(
            [len(row) for row in self._beside_words],
            np.array([word for row in self._beside_words for word in row], dtype=np.int32),
        )
        in_beside, others = besides.flat(beside)
        starts = np.zeros(beside.size + 1, dtype=np.int64)
        np.cumsum(in_name + in_bare + in_beside, out=starts[1:])
        every = np.empty(int(starts[-1]), dtype=np.int32)
        begin = starts[:-1]
        for lengths, tokens in ((in_name, names), (in_bare, bares), (in_beside, others)):
            at = np.arange(tokens.size)
            at += np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
            every[at] = rank[tokens]
            begin = begin + lengths
        return vocabulary, Ragged(starts, every), in_name.astype(np.int32)


def _kinds(vocabulary: Vocabulary) -> Floats:
    return np.fromiter(map(kind_weight, vocabulary.words), np.float32, len(vocabulary))


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    left = iter(articles)
    while batch := list(islice(left, _BATCH)):
        yield batch
