"""Questions that ask the same, though in other words: for a list that people can work through."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from knowledge.language import Lexicon, Stemmer, fold, folded_words

ALIKE = 70.0
"""From this ratio (of 100) two texts ask the same."""

_CHARACTERS = 400  # what a long message begins with says what it is about


def groups(texts: Sequence[str], lexicon: Lexicon) -> tuple[tuple[int, ...], ...]:
    """The places of `texts` that are alike, the largest group first.

    Within a group the places are in order; of groups of one size, the one with the latest text
    comes first. Compared are the stems of the words that say something, in any order: each text
    joins the likest group begun before it, and those that are written most begin.
    """
    keys = _keys(texts, lexicon)
    counts = Counter(keys)
    leaders: dict[str, list[str]] = {}
    for key in sorted(counts, key=lambda one: (-counts[one], len(one), one)):
        likest = max(leaders, key=lambda leader: fuzz.token_sort_ratio(key, leader), default=None)
        if likest is not None and fuzz.token_sort_ratio(key, likest) >= ALIKE:
            leaders[likest].append(key)
        else:
            leaders[key] = [key]
    places: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        places.setdefault(key, []).append(place)
    found = [
        tuple(sorted(place for key in members for place in places[key]))
        for members in leaders.values()
    ]
    return tuple(sorted(found, key=lambda group: (-len(group), -group[-1])))


def _keys(texts: Sequence[str], lexicon: Lexicon) -> list[str]:
    stemmer = Stemmer()
    quiet = {
        word
        for listed in (lexicon.stopwords, lexicon.greetings, lexicon.thanks)
        for phrase in listed
        for word in folded_words(phrase)
    }
    written = {fold(spoken): fold(word) for spoken, word in lexicon.spoken.items()}
    keys = []
    for text in texts:
        words = [written.get(word, word) for word in folded_words(text[:_CHARACTERS])]
        telling = [stemmer.stem(word) for word in words if word not in quiet]
        keys.append(" ".join(telling or words))
    return keys
