"""The words that the matching knows beforehand, read from `knowledge/content/language/`."""

from pathlib import Path
from typing import TypeVar

from pydantic import Field, ValidationError

from knowledge.problems import ContentError, Problem
from knowledge.text import Frozen
from knowledge.yamlfile import read


class Lexicon(Frozen):
    """Word lists in Swedish and English, as a coordinator may edit them.

    `stopwords` say nothing. `spoken` maps spoken and clipped forms to written ones.
    `concepts` gather words that mean the same ("skicka", "submit"): a name to its words, where
    `leverans*` stands for every word that begins so, and several words for a phrase.
    `goods` are everyday goods, so that "mjölken kom inte" is seen to be about goods;
    `beside_goods` are the sizes and kinds that are written with them ("liter", "ekologisk").
    `greetings`, `thanks`, `closings`, `signatures` and `rude` are small talk, words or phrases.
    `days` are words of time. `splits` are words between two questions in one sentence, and
    `contrasts` between what holds and what does not.
    `common` are everyday words that are never taken for a misspelling of another.
    `outside` are messages that no topic answers, to learn what to decline.
    """

    stopwords: tuple[str, ...] = ()
    spoken: dict[str, str] = Field(default_factory=dict)
    concepts: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    goods: tuple[str, ...] = ()
    beside_goods: tuple[str, ...] = ()
    greetings: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    rude: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    contrasts: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


class _Words(Frozen):
    stopwords: tuple[str, ...]
    spoken: dict[str, str]
    days: tuple[str, ...]
    splits: tuple[str, ...]
    contrasts: tuple[str, ...]
    common: tuple[str, ...]


class _SmallTalk(Frozen):
    greetings: tuple[str, ...]
    thanks: tuple[str, ...]
    closings: tuple[str, ...]
    signatures: tuple[str, ...]
    rude: tuple[str, ...]


class _Concepts(Frozen):
    concepts: dict[str, tuple[str, ...]]


class _Goods(Frozen):
    goods: tuple[str, ...]
    beside_goods: tuple[str, ...]


class _Outside(Frozen):
    outside: tuple[str, ...]


_Part = TypeVar("_Part", bound=Frozen)


def load_lexicon(folder: Path) -> Lexicon:
    """The lexicon in `folder` (words, smalltalk, concepts, goods and outside, `.yaml` each).

    Raises ContentError with the file, the entry and what is wrong.
    """
    parts: tuple[Frozen, ...] = (
        _read(folder / "words.yaml", _Words),
        _read(folder / "smalltalk.yaml", _SmallTalk),
        _read(folder / "concepts.yaml", _Concepts),
        _read(folder / "goods.yaml", _Goods),
        _read(folder / "outside.yaml", _Outside),
    )
    return Lexicon.model_validate({key: value for part in parts for key, value in part})


def _read(path: Path, kind: type[_Part]) -> _Part:
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError([Problem(name, "", f"cannot be read: {error}")]) from error
    document = read(text, name)
    if isinstance(document, Problem):
        raise ContentError([document])
    try:
        return kind.model_validate(document.data)
    except ValidationError as error:
        raise ContentError(
            Problem(name, entry := document.entry(one["loc"]), one["msg"], document.line(entry))
            for one in error.errors()
        ) from error
