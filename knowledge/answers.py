"""A short free-text answer understood as one of a step's choices, or not understood at all.

Better to ask again than to take a wrong turn: whenever two readings stand against each other,
the answer is None.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from knowledge.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_YES = _words(
    "ja jo japp jepp jadå jodå jada jajamän jajamensan jajjemen absolut visst självklart precis"
    " stämmer exakt yes yep yeah yup sure correct right exactly"
)
_NO = _words("nej nä nae nejdå nähej nehej näe nepp nix nope no nah tyvärr icke inte ej not")
_NEGATION = _words(
    "inte ej icke aldrig ingen inget inga ingenting int not never none nothing don't doesn't didn't"
    " haven't hasn't isn't aren't wasn't weren't can't couldn't won't"
)
_FILLER = _words("hej eh öh oh ah hmm hm alltså men och tja oj hello hi well so and but")
_POLITE = _words("tack gärna snälla thanks thank you please")
_QUESTION = _words(
    "hur vad var vart vem vems varför när vilken vilket vilka kan ska får finns"
    " how what where who why when which can could should is are do does"
)
_UNKNOWN = re.compile(
    r"\b(?<!de )(?<!dom )(vet|minns|fattar|forstar|visste)"
    r"( (jag|du|det|faktiskt|riktigt|tyvarr|precis|ens|an|heller|vi))* (inte|ej|icke|int)\b"
    r"|\bkommer (inte|ej) ihag\b|\b(ingen|inte en|no) (aning|koll|idea|clue)\b|\binte saker\b"
    r"|\b(osaker|oklart|kanske|tveksamt|maybe|perhaps|unsure|unclear|dunno)\b|\bnot sure\b"
    r"|\b(dont|do not|cant|cannot) (\w+ )?(know|remember|tell)\b"
)
_HEDGE = re.compile(r"\w (utom|forutom|nastan|except|almost)\b|^(nastan|almost)\b")
_SIGNS = {
    "👍": "ja",
    ":+1:": "ja",
    ":thumbsup:": "ja",
    "👎": "nej",
    ":-1:": "nej",
    ":thumbsdown:": "nej",
}
_NUMBER = re.compile(r"(?:alternativ|nummer|nr|val|option|number|choice)? ?(\d{1,2})")

_FUZZY_CUTOFF = 84.0
_FUZZY_MARGIN = 6.0
_FUZZY_MIN_LENGTH = 4
_PREFIX_MIN_LENGTH = 3
_FEW = 6  # words: a longer text says something beside not knowing
_NEW_WORDS = 2
_SHORT = 2  # words: so short a text with a question mark is an unsure answer, not a question


class Polarity(StrEnum):
    """What a text says before anything else."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as text to compare with: its labels, and the words that mean it."""

    id: str
    labels: tuple[str, ...]
    words: tuple[str, ...]

    def folded(self) -> tuple[str, ...]:
        """Labels and words, folded."""
        return tuple(fold(text) for text in (*self.labels, *self.words))

    def polarities(self) -> frozenset[Polarity]:
        """Yes, no or don't know, where a label begins so or a word is just that."""
        openings = [_opening(fold(label)) for label in self.labels]
        words = map(fold, self.words)
        whole = [word for word in words if " " not in word or _UNKNOWN.fullmatch(word)]
        return frozenset(p for p in (*openings, *map(_opening, whole)) if p is not None)

    def adds(self, text: str) -> bool:
        """Whether `text`, taken for this option, says more than it: two new words at least."""
        known = {word for said in self.folded() for word in said.split()} | _YES | _NO | _FILLER
        return len({word for word in fold(text).split() if word not in known}) >= _NEW_WORDS


def polarity(text: str) -> Polarity | None:
    """Whether a folded `text` says yes, no or that its writer does not know; None if neither."""
    if _UNKNOWN.search(text):
        return Polarity.UNKNOWN
    words = text.split()
    while len(words) > 1 and words[0] in _FILLER:
        words = words[1:]
    opening = _opening(" ".join(words))
    negated = any(word in _NEGATION for word in words[1:])
    if opening is Polarity.YES:
        return None if negated else Polarity.YES
    if opening is None and negated:
        return Polarity.NO
    return opening


def bare(text: str) -> Polarity | None:
    """What `text` (as written) says if it is nothing but a yes or a no, however politely."""
    words = [
        word for word in fold(_spelt(text)).split() if word not in _FILLER and word not in _POLITE
    ]
    if words and all(word in _YES for word in words):
        return Polarity.YES
    return Polarity.NO if words and all(word in _NO for word in words) else None


def is_unknown(text: str) -> bool:
    """Whether `text` (as written) says that its writer does not know, in few words."""
    folded = fold(text)
    return len(folded.split()) <= _FEW and bool(_UNKNOWN.search(folded))


def is_question(text: str) -> bool:
    """Whether `text` (as written) asks something rather than answers."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in _FILLER:
        words = words[1:]
    if len(words) <= _SHORT:
        return False
    asks = words[0] in _QUESTION
    return asks if not text.rstrip().endswith("?") else asks or words[0] not in _YES | _NO


def understand(options: Sequence[Option], text: str) -> str | None:
    """The id of the one option that `text` (as written) means; None if none or several.

    A number from 1 is a place in `options`. Then, each only if the one before found nothing: the
    exact words of an option; yes, no and don't know, and words contained in the text, which must
    agree; the beginning of a label; a misspelling of an option's words. A reservation (“ja, utom
    en”) takes back a yes.
    """
    text = _spelt(text)
    said = fold(text)
    if not said or not options:
        return None
    if number := _NUMBER.fullmatch(said):
        place = int(number[1]) - 1
        return options[place].id if 0 <= place < len(options) else None
    exact = {option.id for option in options if said in option.folded()}
    if exact or is_question(text):
        return _only(exact)
    return _by_evidence(options, said)


def only_negates(options: Sequence[Option], text: str) -> bool:
    """Whether `text` speaks to `options` by a negation alone: no yes or no first, none of their
    words. Said of something else (“the order does not go”) it is no answer."""
    said = fold(_spelt(text))
    return polarity(said) is Polarity.NO and _opening(said) is None and not _words_in(options, said)


def _words_in(options: Sequence[Option], said: str) -> bool:
    return any(f" {words} " in f" {said} " for option in options for words in option.folded())


def _spelt(text: str) -> str:
    """`text` with thumbs up and down as words."""
    for sign, word in _SIGNS.items():
        text = text.replace(sign, f" {word} ")
    return text


def _by_evidence(options: Sequence[Option], said: str) -> str | None:
    stance = polarity(said)
    by_stance = {option.id for option in options if stance in option.polarities()}
    if _HEDGE.search(said):
        return _only(by_stance) if stance is not Polarity.YES else None
    by_words, found = _containing(options, said)
    if by_stance and by_words:
        says_more = polarity(found) is stance  # “vet inte vilken” says more than “vet inte”
        return _only(by_words if says_more else by_stance & by_words)
    if by_stance or by_words:
        return _only(by_stance or by_words)
    return _only(_beginning(options, said)) or _misspelt(options, said)


def _opening(text: str) -> Polarity | None:
    if _UNKNOWN.match(text):
        return Polarity.UNKNOWN
    first = text.split(" ", 1)[0]
    if first in _YES:
        return Polarity.YES
    return Polarity.NO if first in _NO else None


def _only(ids: set[str]) -> str | None:
    return next(iter(ids)) if len(ids) == 1 else None


def _negated(text: str) -> bool:
    return any(word in _NEGATION or word in _NO for word in text.split())


def _containing(options: Sequence[Option], said: str) -> tuple[set[str], str]:
    """The options whose words stand in `said`, and those words: the longest, negation agreeing."""
    found: dict[str, str] = {}
    for option in options:
        for words in option.folded():
            if f" {words} " in f" {said} " and _negated(words) == _negated(said):
                found[option.id] = max(found.get(option.id, ""), words, key=len)
    longest = max(found.values(), default="", key=len)
    return {option_id for option_id, words in found.items() if len(words) == len(longest)}, longest


def _beginning(options: Sequence[Option], said: str) -> set[str]:
    if len(said) < _PREFIX_MIN_LENGTH:
        return set()
    return {
        option.id
        for option in options
        if any(label.startswith(said) for label in map(fold, option.labels))
    }


def _misspelt(options: Sequence[Option], said: str) -> str | None:
    if len(said) < _FUZZY_MIN_LENGTH:
        return None
    scores = sorted(
        (
            (
                max(
                    fuzz.ratio(said, words) if _negated(words) == _negated(said) else 0.0
                    for words in option.folded()
                ),
                option.id,
            )
            for option in options
        ),
        reverse=True,
    )
    best, second = scores[0], scores[1] if len(scores) > 1 else (0.0, "")
    clear = best[0] >= _FUZZY_CUTOFF and best[0] - second[0] >= _FUZZY_MARGIN
    return best[1] if clear else None
