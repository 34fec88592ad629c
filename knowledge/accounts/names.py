"""Names that are alike: by their words, and by the beginnings, ends and 3-grams of these.

Swedish compounds are alike in their last part ("standardmjölk", "kokosmjölk") or their first one;
no list of parts is needed to see that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.articles.arrays import Places, Ragged
from knowledge.articles.words import Lines, is_word, tokenise

Scores = npt.NDArray[np.float64]
Features = tuple[str, ...]

_GRAM = 3
_ENDS = (4, 5, 6)
_BEGINNINGS = (4, 6)
_WEIGHTS = {"w": 1.5, "g": 0.7, "e": 1.0, "b": 1.0}
_COMMON = 2_000  # names: a 3-gram or an end that more of them share tells little, and takes time
_COMMON_SHARE = 0.05
_MOST_LOOKED_AT = 20_000  # places of names that share something, the rarest it is first


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The place of a name among those of the index, and how alike it is, above 0 and up to 1."""

    place: int
    likeness: float


@dataclass(frozen=True, eq=False)
class NameIndex:
    """Names, to find the most alike ones among. Their places are their order when it was built."""

    _features: dict[str, int]
    _used_by: Ragged  # feature to places
    _squares: Scores  # what a feature that two names share counts
    _norms: Scores
    _unknown: float

    @classmethod
    def build(cls, names: Sequence[str]) -> "NameIndex":
        """An index of `names`."""
        lines = Lines()
        lengths, words, _, _ = lines.tokenise(names)
        features: dict[str, int] = {}
        of_word = [
            [features.setdefault(one, len(features)) for one in features_of(word)]
            for word in lines.words
        ]
        by_word = Ragged.of(
            [len(row) for row in of_word],
            np.array([one for row in of_word for one in row], dtype=np.int32),
        )
        in_word, used = by_word.flat(words)
        word_rows = np.repeat(np.arange(len(names), dtype=np.int32), lengths)
        rows = np.repeat(word_rows, in_word)
        used_by = Ragged.inverted(rows, used, len(features))
        counts = used_by.lengths()
        kinds = np.array([_WEIGHTS[feature[0]] for feature in features], dtype=np.float64)
        rarity = np.log1p(len(names) / np.maximum(counts, 1))
        squares = (kinds * rarity) ** 2
        norms = np.sqrt(
            np.bincount(used_by.values, np.repeat(squares, counts), minlength=len(names))
        )
        return cls(features, used_by, squares, norms, float(np.log1p(len(names)) ** 2))

    def nearest(self, name: str, most: int) -> list[Neighbour]:
        """Up to `most` names that are like `name`, the most alike first."""
        return self.nearest_of(features_in(name), most)

    def nearest_of(self, asked: Features, most: int) -> list[Neighbour]:
        """Up to `most` names that are like one with the features `asked`, the most alike first."""
        found = [self._features[one] for one in asked if one in self._features]
        if not found:
            return []
        known = np.array(found, dtype=np.int64)
        strange = sum(
            _WEIGHTS[one[0]] ** 2 * self._unknown for one in asked if one not in self._features
        )
        norm = float(np.sqrt(self._squares[known].sum() + strange))
        useful = self._useful(known)
        lengths, places = self._used_by.flat(useful)
        shared = np.bincount(
            places, np.repeat(self._squares[useful], lengths), minlength=self._norms.size
        )
        touched = np.flatnonzero(shared > 0)  # of floats themselves it takes ten times as long
        likeness = np.minimum(shared[touched] / (self._norms[touched] * norm), 1.0).round(9)
        if touched.size > most:
            # All that tie with the last one stay, for their order to decide.
            least = np.partition(likeness, -most)[-most]
            kept = likeness >= least
            touched, likeness = touched[kept], likeness[kept]
        order = np.lexsort((touched, -likeness))[:most]
        return [Neighbour(int(touched[at]), float(likeness[at])) for at in order]

    def _useful(self, known: Places) -> Places:
        """Those of the features that tell something and take no long time: at least the rarest."""
        counts = self._used_by.starts[known + 1] - self._used_by.starts[known]
        order = np.argsort(counts, kind="stable")
        ascending = counts[order]
        most = max(_COMMON, _COMMON_SHARE * self._norms.size)
        taken = (ascending <= most) & (np.cumsum(ascending) <= _MOST_LOOKED_AT)
        taken[0] = True
        return known[np.sort(order[taken])]


def features_in(name: str) -> Features:
    """What of a name can be shared with another, each once."""
    return tuple(
        dict.fromkeys(feature for word in tokenise(name).words for feature in features_of(word))
    )


def features_of(word: str) -> Iterable[str]:
    """What of a folded word can be shared with another; of numbers and sizes nothing."""
    if not is_word(word) or len(word) == 1:
        return
    yield f"w{word}"
    marked = f"^{word}$"
    for at in range(len(marked) - _GRAM + 1):
        yield f"g{marked[at : at + _GRAM]}"
    for length in _ENDS:
        if len(word) > length:
            yield f"e{word[-length:]}"
    for length in _BEGINNINGS:
        if len(word) > length:
            yield f"b{word[:length]}"
