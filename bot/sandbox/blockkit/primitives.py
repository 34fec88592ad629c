"""Checks of plain JSON values, and the combinators larger checks are built from.

A `Check` takes a value and the JSON pointer it stands at, and yields a line for each fault. Checks
are pure values: an element, a block or a view is a check built from smaller ones. The wording is
that of Slack's own answers, as far as they are published.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeGuard

Check: TypeAlias = Callable[[object, str], Iterator[str]]
Rule: TypeAlias = Callable[[Mapping[str, object], str], Iterator[str]]


def fault(message: str, pointer: str) -> str:
    """One line in Slack's form: the message, then where."""
    return f"{message} [json-pointer:{pointer}]"


def child(pointer: str, key: str | int) -> str:
    """The pointer to the member `key` of what `pointer` points to, escaped as RFC 6901 asks."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def is_object(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether the value is a JSON object: a dict with only string keys."""
    return isinstance(value, dict) and all(isinstance(key, str) for key in value)


def is_array(value: object) -> TypeGuard[Sequence[object]]:
    """Whether the value is a JSON array."""
    return isinstance(value, list | tuple)


def anything(value: object, pointer: str) -> Iterator[str]:
    """Accept every value."""
    del value, pointer
    return iter(())


def boolean(value: object, pointer: str) -> Iterator[str]:
    """Accept true and false."""
    if not isinstance(value, bool):
        yield fault("must provide a boolean", pointer)


def number(value: object, pointer: str) -> Iterator[str]:
    """Accept a number, whole or not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield fault("must provide a number", pointer)


def integer(lowest: int, highest: int | None = None) -> Check:
    """Accept a whole number from `lowest` to `highest`, both included."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield fault("must provide an integer", pointer)
        elif value < lowest:
            yield fault(f"must be greater than {lowest - 1}", pointer)
        elif highest is not None and value > highest:
            yield fault(f"must be less than {highest + 1}", pointer)

    return check


def string(longest: int | None = None, shortest: int = 1) -> Check:
    """Accept a string of `shortest` to `longest` characters."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif len(value) < shortest:
            yield fault(f"must be more than {shortest - 1} characters", pointer)
        elif longest is not None and len(value) > longest:
            yield fault(f"must be less than {longest + 1} characters", pointer)

    return check


def matching(pattern: str, form: str, longest: int | None = None) -> Check:
    """Accept a string that is the whole `pattern`; `form` says in words what that is."""
    compiled = re.compile(pattern)
    sized = string(longest)

    def check(value: object, pointer: str) -> Iterator[str]:
        faults = tuple(sized(value, pointer))
        yield from faults
        if not faults and isinstance(value, str) and not compiled.fullmatch(value):
            yield fault(f"must be {form}", pointer)

    return check


def web_address(longest: int = 3000) -> Check:
    """Accept an http or https address."""
    return matching(r"(?i:https?)://[^\s/?#]+\S*", "a valid url", longest)


def secure_address(longest: int = 3000) -> Check:
    """Accept an https address."""
    return matching(r"(?i:https)://[^\s/?#]+\S*", "a valid https url", longest)


def link_address(longest: int = 3000) -> Check:
    """Accept any address a client can follow, `mailto:` and `slack://` too."""
    return matching(r"[A-Za-z][A-Za-z0-9+.\-]*:\S+", "a valid url", longest)


def one_of(*allowed: str) -> Check:
    """Accept one of the strings `allowed`."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", pointer)
        elif value not in allowed:
            yield fault("must be a valid enum value", pointer)

    return check


def array(item: Check, most: int | None = None, fewest: int = 1) -> Check:
    """Accept an array of `fewest` to `most` items that each pass `item`."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not is_array(value):
            yield fault("must provide an array", pointer)
            return
        if len(value) < fewest:
            yield fault(f"must provide at least {fewest} items", pointer)
        elif most is not None and len(value) > most:
            yield fault(f"no more than {most} items allowed", pointer)
        for place, member in enumerate(value):
            yield from item(member, child(pointer, place))

    return check


def record(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule
) -> Check:
    """Accept an object with the `required` members, maybe the `optional` ones, and no other.

    The `rules` see the whole object, and only when each member by itself is right.
    """
    members = {**required, **(optional or {})}

    def check(value: object, pointer: str) -> Iterator[str]:
        if not is_object(value):
            yield fault("must provide an object", pointer)
            return
        faults = [
            fault(f"missing required field: {key}", pointer) for key in required if key not in value
        ]
        for key, member in value.items():
            if key in members:
                faults += members[key](member, child(pointer, key))
            else:
                faults.append(fault(f"invalid additional property: {key}", pointer))
        if not faults:
            for rule in rules:
                faults += rule(value, pointer)
        yield from faults

    return check


def kind(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *rules: Rule
) -> Check:
    """Like `record`, for an object whose `type` has already chosen this check."""
    return record({"type": anything, **required}, optional, *rules)


def by_type(kinds: Mapping[str, Check]) -> Check:
    """Accept an object that passes the check its `type` names in `kinds`."""

    def check(value: object, pointer: str) -> Iterator[str]:
        if not is_object(value):
            yield fault("must provide an object", pointer)
        elif "type" not in value:
            yield fault("missing required field: type", pointer)
        elif not isinstance(name := value["type"], str):
            yield fault("must provide a string", child(pointer, "type"))
        elif name not in kinds:
            yield fault(f"unsupported type: {name}", child(pointer, "type"))
        else:
            yield from kinds[name](value, pointer)

    return check


def either(*names: str, of: str = "type") -> Rule:
    """Ask for one of the members `names`, or more of them; a fault points to the member `of`."""
    wanted = " or ".join(f"`{name}`" for name in names)

    def rule(value: Mapping[str, object], pointer: str) -> Iterator[str]:
        if not any(name in value for name in names):
            yield fault(f"must define either {wanted}", child(pointer, of) if of else pointer)

    return rule


def only_one(*names: str) -> Rule:
    """Refuse two of the members `names` at once."""
    wanted = " or ".join(f"`{name}`" for name in names)

    def rule(value: Mapping[str, object], pointer: str) -> Iterator[str]:
        if sum(name in value for name in names) > 1:
            yield fault(f"must define only one of {wanted}", pointer)

    return rule
