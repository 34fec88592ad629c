"""The accounts that are known, and what somebody means who writes one: it, a new one, or a slip."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.folding import fold


@dataclass(frozen=True, slots=True)
class Meant:
    """An account that is known, or a `new` one. `name` is the one to keep, None for no change."""

    code: str
    name: str | None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """What cannot be meant: a new code without a name (`unnamed`); the code of an account that is
    named otherwise (`named_otherwise`); the name of one with another code (`name_taken`).

    `code` and `name` are those of the account that is known; of an unnamed one, what was written.
    """

    kind: Literal["unnamed", "named_otherwise", "name_taken"]
    code: str
    name: str = ""


class AccountPlan:
    """Codes and names are compared without regard to case, accents and punctuation."""

    def __init__(self, known: Mapping[str, str | None]) -> None:
        self._names: dict[str, str | None] = {}
        self._by_code: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for code, name in known.items():
            self.add(code, name)

    def __bool__(self) -> bool:
        return bool(self._names)

    def __contains__(self, code: str) -> bool:
        return code in self._names

    def add(self, code: str, name: str | None) -> None:
        """Know one more."""
        self._names[code] = name
        self._by_code.setdefault(_key(code), code)
        if name is not None:
            self._by_name.setdefault(_key(name), code)

    def meant(self, code: str, name: str | None, *, renaming: bool = False) -> Meant | Slip:
        """The account that is written with a code, and perhaps a name.

        A name that an account has not is a slip, unless it is to get another (`renaming`).
        """
        known = code if code in self._names else self._by_code.get(_key(code))
        if name is None:
            return Slip("unnamed", code) if known is None else Meant(known, None)
        now = self._names[known] if known is not None else None
        if known is not None and now is not None and not renaming:
            if _key(now) == _key(name):
                return Meant(known, None)
            return Slip("named_otherwise", known, now)
        other = self._by_name.get(_key(name))
        if other is not None and other != known:
            return Slip("name_taken", other, self._names[other] or "")
        return Meant(known or code, name, new=known is None)


def _key(text: str) -> str:
    # Nothing is left of what has no Latin letter or digit.
    return fold(text) or text.casefold()
