"""Small talk: greetings, thanks, abuse, pictures only; and the trimming of it around a question."""

import re
from collections.abc import Sequence
from enum import StrEnum

from knowledge.language import Lexicon, clean, fold, folded_words, sentences, words

_NAME_AFTER_SIGNATURE = 4
_FIRST_PICTURE = 0x2190  # arrows, symbols and emoji begin here
_AROUND_ABUSE = frozenset(
    (
        "du",
        "ni",
        "är",
        "ju",
        "så",
        "helt",
        "bara",
        "vad",
        "vilken",
        "vilket",
        "en",
        "ett",
        "den",
        "det",
        "här",
        "din",
        "ditt",
        "fattar",
        "inget",
        "bot",
        "boten",
        "you",
        "are",
        "so",
        "what",
        "a",
        "this",
        "is",
        "the",
    )
)
"""Words that make no question of abuse: “vad dålig du är”, “du är ju helt värdelös”."""
_SHORTCODE = re.compile(r":[a-z0-9_+\-]{2,40}:")


class SmallTalk(StrEnum):
    """What a message is when it asks nothing."""

    EMPTY = "empty"
    EMOJI = "emoji"
    GREETING = "greeting"
    THANKS = "thanks"
    CLOSING = "closing"
    RUDE = "rude"


class Etiquette:
    """Knows the phrases of small talk in a lexicon; a pure value after building."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._kinds: dict[tuple[str, ...], SmallTalk] = {}
        for kind, phrases in (
            (SmallTalk.GREETING, lexicon.greetings),
            (SmallTalk.THANKS, lexicon.thanks),
            (SmallTalk.CLOSING, lexicon.closings),
        ):
            for phrase in phrases:
                self._kinds.setdefault(folded_words(phrase), kind)
        self._rude = frozenset(folded_words(phrase) for phrase in lexicon.rude)
        self._around_abuse = frozenset(map(fold, _AROUND_ABUSE))
        self._signatures = frozenset(folded_words(phrase) for phrase in lexicon.signatures)
        self._longest = max((len(key) for key in (*self._kinds, *self._rude)), default=1)
        self._longest_signature = max((len(key) for key in self._signatures), default=1)

    def classify(self, text: str) -> SmallTalk | None:
        """What sort of small talk the whole of `text` is; None when it says something else too.

        Abuse beside a question is not abuse here: the question is what counts.
        """
        said = clean(text)
        spoken = [key for sentence in sentences(said) if (key := tuple(map(fold, words(sentence))))]
        if not spoken:
            pictures = bool(_SHORTCODE.search(text)) or any(
                ord(sign) >= _FIRST_PICTURE for sign in text
            )
            return SmallTalk.EMOJI if pictures else SmallTalk.EMPTY
        kinds: list[SmallTalk] = []
        beside = False
        for sentence in spoken:
            rest = sentence
            while rest:
                taken = self._opening(rest, with_rude=True)
                if taken is None and rest[0] in self._around_abuse:
                    beside = True
                    rest = rest[1:]
                    continue
                if taken is None:
                    return None
                kind, length = taken
                kinds.append(kind)
                rest = rest[length:]
        if beside and SmallTalk.RUDE not in kinds:
            return None
        order = (SmallTalk.RUDE, SmallTalk.THANKS, SmallTalk.CLOSING, SmallTalk.GREETING)
        return next(kind for kind in order if kind in kinds)

    def trim(self, message: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
        """`message` (sentences of folded words) without greetings, thanks, closings and signature.

        A message that is nothing else is returned as it is.
        """
        kept: list[tuple[str, ...]] = []
        for sentence in message:
            at = self._signature(sentence)
            rest = self._trim_sentence(sentence if at is None else sentence[:at])
            if rest:
                kept.append(rest)
            if at is not None and kept:
                break
        return tuple(kept) or tuple(sentence for sentence in message if sentence)

    def _trim_sentence(self, sentence: tuple[str, ...]) -> tuple[str, ...]:
        while sentence and (taken := self._opening(sentence)) is not None:
            sentence = sentence[taken[1] :]
        while sentence and (length := self._ending(sentence)):
            sentence = sentence[:-length]
        return sentence

    def _opening(
        self, sentence: tuple[str, ...], *, with_rude: bool = False
    ) -> tuple[SmallTalk, int] | None:
        for length in range(min(self._longest, len(sentence)), 0, -1):
            key = sentence[:length]
            if (kind := self._kinds.get(key)) is not None:
                return kind, length
            if with_rude and key in self._rude:
                return SmallTalk.RUDE, length
        return None

    def _ending(self, sentence: tuple[str, ...]) -> int:
        for length in range(min(self._longest, len(sentence)), 0, -1):
            if sentence[-length:] in self._kinds:
                return length
        return 0

    def _signature(self, sentence: tuple[str, ...]) -> int | None:
        """Where a signature begins: at the sentence's start, or a few words before its end."""
        for at in range(len(sentence)):
            if at and len(sentence) - at > self._longest_signature + _NAME_AFTER_SIGNATURE:
                continue
            for length in range(min(self._longest_signature, len(sentence) - at), 0, -1):
                if sentence[at : at + length] in self._signatures:
                    return at
        return None
