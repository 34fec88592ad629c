"""The bot's own short texts, by key, in both languages, with values filled in."""

import re
from collections.abc import Iterator, Mapping

from knowledge.text import Lang, Text

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class PhraseError(LookupError):
    """A phrase that does not exist, or one that lacks a value; says which."""


def placeholders(template: str) -> frozenset[str]:
    """The names that `template` wants filled in."""
    return frozenset(_PLACEHOLDER.findall(template))


def fill(template: str, params: Mapping[str, object]) -> str:
    """`template` with each `{name}` replaced by that value as text, inserted as it is.

    Whoever calls escapes what people wrote. Values are never read as templates themselves.
    Raises PhraseError when a value is missing.
    """
    missing = sorted(placeholders(template) - params.keys())
    if missing:
        raise PhraseError(f"missing value for {', '.join(missing)} in the text “{template}”")
    return _PLACEHOLDER.sub(lambda match: str(params[match[1]]), template)


class Phrases:
    """All phrases; immutable."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts = dict(texts)

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def __iter__(self) -> Iterator[str]:
        """Every key, in the order of the files."""
        return iter(self._texts)

    def get(self, key: str) -> Text:
        """The phrase in both languages, unfilled; PhraseError if there is none."""
        try:
            return self._texts[key]
        except KeyError:
            raise PhraseError(f"no phrase is called `{key}` in content/phrases") from None

    def text(self, key: str, lang: Lang, **params: object) -> str:
        """The phrase in `lang`, filled with `params`, which are inserted as given.

        Raises PhraseError when no phrase has that key or a value that it wants is not given.
        """
        try:
            return fill(self.get(key).get(lang), params)
        except PhraseError as error:
            raise PhraseError(f"phrase `{key}`: {error}") from None
