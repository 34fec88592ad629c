"""What kind of answer a question asks for, and whether an answer looks like one.

"Hur många …?" is answered with a number, "Kan jag …?" with yes or no, "Vad är X?" by a sentence
that begins with X. The rules know Swedish and English questions and nothing of any subject
(question typing as in Li & Roth, "Learning question classifiers", 2002).
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.language import clean, fold, sentences, words

_KIND = 1.0
_POLARITY = 0.5
_DEFINITION = 1.0
_FIRST_WORDS = 4
_SAME_BEGINNING = 5
_OPENING = 3

_ASKING = frozenset(
    [
        "vad",
        "vem",
        "vilka",
        "vilken",
        "vilket",
        "hur",
        "nar",
        "var",
        "varfor",
        "vart",
        "vems",
        "what",
        "who",
        "which",
        "how",
        "when",
        "where",
        "why",
        "whose",
    ]
)
_YES_NO = frozenset(
    [
        "kan",
        "far",
        "ska",
        "skall",
        "ar",
        "har",
        "maste",
        "behover",
        "finns",
        "galler",
        "raknas",
        "blir",
        "omfattas",
        "bor",
        "ingar",
        "kravs",
        "kommer",
        "gar",
        "vill",
        "betyder",
        "innebar",
        "tar",
        "do",
        "does",
        "is",
        "are",
        "can",
        "may",
        "must",
        "should",
    ]
)
_ANSWER_YES_NO = frozenset(("ja", "nej", "jo", "yes", "no"))

_AMOUNT = re.compile(
    r"\bhur (manga|mycket|stora?|stort|hogt?)\b|\bvad kostar\b|\bhow (many|much)\b"
)
_DURATION = re.compile(r"\bhur (ofta|lange|lang tid)\b|\bhow (often|long)\b")
_TIME = re.compile(r"^(och )?(nar|vilket datum|vilken tid|when)\b")
_REASON = re.compile(r"\b(varfor|why)\b")
_DEFINE = re.compile(
    r"\bvad (?:ar|innebar|betyder|menas med|avses med|star)(?: det)?(?: att)?"
    r"(?: en| ett| det| den)? (\w+)|\bwhat (?:is|are|does)(?: an?| the)? (\w+)"
)
_PLACE = re.compile(r"^(vart|var|where)\b")

_NUMBER = re.compile(r"\d")
_POINT_IN_TIME = re.compile(
    r"\b(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\b"
    r"|\b(19|20)\d\d\b|\b\d+ (ar|dag|manad|veck|timm|day|week|month|year|hour)"
    r"|\b(dagar|veckor|manader|arligen|varje ar|tidigast|senast|lopande|sa fort|sa snart|innan"
    r"|inom|nar|tills|before|after|within|until|days|weeks|months|monday|every)\b"
)
_BECAUSE = re.compile(
    r"\b(eftersom|darfor|for att|pa grund av|beror pa|bygger pa|syfte\w*|anledning\w*|orsak\w*"
    r"|behov|because|since|due to|in order to)\b"
)
_IS = re.compile(
    r"\b(ar|innebar|betyder|avser|avses|menas|begreppet|forkortning|star for|kallas|definieras"
    r"|is|are|means|stands for)\b"
)
_SOMEWHERE = re.compile(
    r"\b(via|pa|hos|till|webb\w*|sida\w*|lank\w*|post|mejl|adress\w*|har|on|at|via|to|in)\b"
)


# What a question that fits the first pattern is answered with, anywhere in the answer or at first.
_RULES: tuple[tuple[re.Pattern[str], re.Pattern[str], bool], ...] = (
    (_DURATION, _POINT_IN_TIME, True),
    (_AMOUNT, _NUMBER, True),
    (_TIME, _POINT_IN_TIME, True),
    (_REASON, _BECAUSE, True),
    (_DEFINE, _IS, False),
    (_PLACE, _SOMEWHERE, False),
)


class AnswerKinds:
    """What kinds of question each of some answers fits."""

    def __init__(self, answers: Sequence[str]) -> None:
        whole = [_plain(clean(answer)) for answer in answers]
        firsts = [_first_sentence(answer) for answer in answers]
        beginnings = [first.split()[:_FIRST_WORDS] for first in firsts]
        self._count = len(answers)
        self._fits = [
            np.array([bool(fit.search(text)) for text in (whole if anywhere else firsts)], float)
            for _, fit, anywhere in _RULES
        ]
        self._beginnings = [
            frozenset(word[:_SAME_BEGINNING] for word in beginning) for beginning in beginnings
        ]
        self._yes_no = np.array(
            [bool(beginning) and beginning[0] in _ANSWER_YES_NO for beginning in beginnings], float
        )

    def scores(self, question: str) -> NDArray[np.float64]:
        """Points for each answer of the kind that `question` asks for, -0.5 to 2.5."""
        asked = _asked(question)
        points = np.zeros(self._count)
        if not asked or not self._count:
            return points
        for (pattern, _, _), fits in zip(_RULES, self._fits, strict=True):
            if pattern.search(asked):
                points += _KIND * fits
                break
        subject = _subject(asked)[:_SAME_BEGINNING]
        if subject:
            begins = [subject in beginning for beginning in self._beginnings]
            points += _DEFINITION * np.array(begins)
        points += _POLARITY * _asks_yes_no(asked) * self._yes_no
        return points


def _subject(asked: str) -> str:
    found = _DEFINE.search(asked)
    return (found[1] or found[2] or "") if found else ""


def _first_sentence(answer: str) -> str:
    every = sentences(clean(answer))
    return _plain(every[0]) if every else ""


def _asks_yes_no(asked: str) -> int:
    """1 for a question that yes or no answers, -1 for one that they do not answer, 0 unclear."""
    said = asked.split()
    for word in said[:_OPENING]:
        if word in _ASKING:
            return -1
        if word in _YES_NO:
            return 1
    return -1 if _ASKING.intersection(said) else 0


def _asked(question: str) -> str:
    """The last sentence of `question`, where what is asked mostly stands; folded words."""
    every = sentences(clean(question))
    return _plain(every[-1]) if every else ""


def _plain(text: str) -> str:
    return " ".join(fold(word) for word in words(text))
