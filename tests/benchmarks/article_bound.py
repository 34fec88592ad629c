"""What the best of all searches could answer first, of queries that were made from a seed.

Noise can make a query of one article just as much one of another: with its brand dropped,
"Potatis 1 kg" is of every brand. How likely each article makes a query is computed from what
`article_queries.misspelt` does: the words, dropped, swapped and cut, by their shares there, and the
letters by how many slips they are away. A search that knew all this would answer with the likeliest
article, and with as many as likely by chance.
"""

from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from knowledge.articles.words import fold
from tests.benchmarks.article_queries import SAME_SIZE, Query

_MOST_SLIPS = 2
_SLIPS = (0.02, 2 / 3, 1 / 3)  # none: a slip that changed nothing
_KINDS = 4
_AS_LIKELY = 0.99

Nearest = Callable[[str], Sequence[int]]


def at_most(queries: Sequence[Query], names: dict[int, str], nearest: Nearest) -> float:
    """The share of queries that the best search would answer first.

    `nearest` gives the ids of the articles that a query may be of. Others are not looked at, so
    that the share is rather too high than too low.
    """
    sure = 0.0
    for text, wanted in queries:
        mine = likelihood(text, names[wanted])
        others = [likelihood(text, names[id_]) for id_ in nearest(text) if id_ != wanted]
        if mine >= _AS_LIKELY * max(others, default=0.0):
            sure += 1 / (1 + sum(other >= _AS_LIKELY * mine for other in others))
    return sure / len(queries)


def likelihood(text: str, name: str) -> float:
    """About how likely `misspelt` makes `text` of `name`; 0 if that takes too many slips."""
    forms = list(_forms(name))
    asked = fold(text)
    distances = cdist(
        [asked], [form for form, _ in forms], scorer=OSA.distance, score_cutoff=_MOST_SLIPS
    )[0].tolist()
    found: dict[str, float] = {}
    for (form, share), slips in zip(forms, distances, strict=True):
        if slips <= _MOST_SLIPS:
            letters = _KINDS * max(1, sum(map(str.isalpha, form)))
            found[form] = found.get(form, 0.0) + share * _SLIPS[int(slips)] / letters**slips
    return sum(found.values())


def _forms(name: str) -> Iterator[tuple[str, float]]:
    """Folded texts of a name before the slips of the keyboard, and the share of each."""
    for text, share in _sizes(name):
        for words, kept in _dropped(text.split()):
            for order, swapped in _swapped(words):
                for written, cut in _cut(order):
                    yield fold(" ".join(written)), share * kept * swapped * cut


def _sizes(name: str) -> Iterator[tuple[str, float]]:
    others = [name.replace(size, other) for size, other in SAME_SIZE.items() if size in name]
    yield from ((text, 0.5 / len(others)) for text in others)
    yield name, 0.5 if others else 1.0


def _dropped(words: list[str]) -> Iterator[tuple[list[str], float]]:
    dropped = 0.3 if len(words) > 2 else 0.0
    yield words, 1.0 - dropped
    if dropped:
        for at in range(1, len(words)):
            yield words[:at] + words[at + 1 :], dropped / (len(words) - 1)


def _swapped(words: list[str]) -> Iterator[tuple[list[str], float]]:
    swapped = 0.2 if len(words) > 1 else 0.0
    yield words, 1.0 - swapped
    for at in range(len(words) - 1):
        order = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
        yield order, swapped / (len(words) - 1)


def _cut(words: list[str]) -> Iterator[tuple[list[str], float]]:
    last = words[-1]
    cut = 0.15 if len(last) > 5 else 0.0
    yield words, 1.0 - cut
    if cut:
        for length in range(4, len(last)):
            yield [*words[:-1], last[:length]], cut / (len(last) - 4)
