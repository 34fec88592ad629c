"""How much each word says about which article is meant: the rarer, the more."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from knowledge.articles.arrays import Floats, Ragged
from knowledge.articles.vocabulary import Vocabulary
from knowledge.articles.words import MEASURES, is_size, is_word

UNKNOWN = 0.7  # of a word that no article has
_LEAST = 0.12
_STOP_WORDS = frozenset(
    ("och", "i", "med", "m", "utan", "u", "for", "till", "av", "pa", "en", "ett", "den", "det")
) | frozenset(("de", "som", "fran", "typ", "ca", "a", "the", "of", "and", "with"))


class Words(Protocol):
    """What the weights of a segment's words are made of."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def used_by(self) -> Ragged: ...
    @property
    def kinds(self) -> Floats: ...


def weights_of(segments: Sequence[Words], total: int) -> tuple[Floats, ...]:
    """Weights 0..1 of each segment's words, from their frequency among all `total` articles."""
    own = [segment.used_by.lengths() for segment in segments]
    counts = [frequencies.astype(np.float64) for frequencies in own]
    for i, one in enumerate(segments):
        for j, other in enumerate(segments[i + 1 :], start=i + 1):
            ids = one.vocabulary.ids
            shared = [
                (mine, place)
                for place, word in enumerate(other.vocabulary.words)
                if (mine := ids.get(word)) is not None
            ]
            if shared:
                mine, theirs = np.array(shared, dtype=np.int64).T
                counts[i][mine] += own[j][theirs]
                counts[j][theirs] += own[i][mine]
    rarest = np.log((total + 1) / 1.5) or 1.0
    result = []
    for segment, count in zip(segments, counts, strict=True):
        rarity = np.log((total + 1) / (count + 0.5)) / max(rarest, 1e-9)
        weights = _LEAST + (1.0 - _LEAST) * np.clip(rarity, 0.0, 1.0)
        result.append((weights * segment.kinds).astype(np.float32))
    return tuple(result)


def kind_weight(token: str) -> float:
    """How much a token of its kind says beside an equally rare word."""
    if is_word(token):
        if token in _STOP_WORDS:
            return 0.25
        if token in MEASURES:
            return 0.2
        return 1.0 if len(token) > 1 else 0.4
    return 0.6 if is_size(token) else 0.5
