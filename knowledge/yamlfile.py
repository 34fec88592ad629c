"""YAML in, plain data and line numbers out: every scalar is text, nothing is guessed.

YAML 1.1 reads an unquoted `no`, `on` or `1` as something else than text. A coordinator who writes
`- no` as an answer means the word, so here a scalar is what is written.
"""

from collections.abc import Sequence

import yaml

from knowledge.problems import Problem

Plain = str | list["Plain"] | dict[str, "Plain"]

_MAX_DEPTH = 20  # the deepest content file has 7 levels; an alias inside itself has no end


class _StructureError(Exception):
    def __init__(self, node: yaml.Node, message: str) -> None:
        super().__init__(message)
        self.line = node.start_mark.line + 1


class Document:
    """A YAML file as plain data (`data`), with the line of each entry."""

    def __init__(self, data: Plain, node: yaml.Node) -> None:
        self.data = data
        self._node = node

    def entry(self, path: Sequence[str | int]) -> str:
        """The dotted name of the value at `path` (keys, and list places counted from 0)."""
        names: list[str] = []
        here: Plain | None = self.data
        for part in path:
            if isinstance(here, list) and isinstance(part, int) and part < len(here):
                here = here[part]
                identity = here.get("id") if isinstance(here, dict) else None
                names.append(identity if isinstance(identity, str) else str(part + 1))
            else:
                names.append(str(part))
                here = here.get(str(part)) if isinstance(here, dict) else None
        return ".".join(names)

    def line(self, entry: str) -> int:
        """The line (from 1) where `entry` is, or the nearest that holds it."""
        node, data = self._node, self.data
        line = node.start_mark.line + 1
        for name in entry.split(".") if entry else ():
            if isinstance(data, dict) and name in data:
                key, node = next(pair for pair in node.value if pair[0].value == name)
                line, data = key.start_mark.line + 1, data[name]
            elif isinstance(data, list) and (place := _place(data, name)) is not None:
                node, data = node.value[place], data[place]
                line = node.start_mark.line + 1
            else:
                break
        return line


def _place(items: list[Plain], name: str) -> int | None:
    for place, item in enumerate(items):
        if isinstance(item, dict) and item.get("id") == name:
            return place
    return int(name) - 1 if name.isdecimal() and 0 < int(name) <= len(items) else None


def read(text: str, file: str) -> Document | Problem:
    """The document in `text`, or what is wrong with its YAML; `file` names it in the problem."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        if node is None:
            return Problem(file, "", "the file is empty: write its fields, or remove it")
        return Document(_plain(node, 0), node)
    except _StructureError as error:
        return Problem(file, "", str(error), error.line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "unreadable"
        return Problem(
            file,
            "",
            f"not valid YAML ({what}): check indentation, and quote texts that hold ': ' or ' #'",
            mark.line + 1 if mark else None,
        )
    except yaml.YAMLError as error:
        return Problem(file, "", f"not valid YAML ({' '.join(str(error).split())})")


def _plain(node: yaml.Node, depth: int) -> Plain:
    if depth > _MAX_DEPTH:
        raise _StructureError(node, "nested too deeply: does an alias (*name) point at itself?")
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, depth + 1) for item in node.value]
    fields: dict[str, Plain] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _StructureError(key, "a field's name must be plain text")
        if key.value in fields:
            raise _StructureError(key, f"`{key.value}` is given twice: keep one of them")
        fields[key.value] = _plain(value, depth + 1)
    return fields
