"""The knowledge with its changes, written as content files."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.folding import fold
from knowledge.library import Library
from knowledge.topics import Faq, Topic

_WIDTH = 1_000  # a line of the file for each text
_OUTSIDE = "out_of_scope.yaml"
_NEEDS = "common_needs.yaml"


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that differ from those exported from, relative to the folder, in order."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def export(root: Path, base: Library, library: Library, folder: Path) -> Exported:
    """Write into `folder` the content of `root` (which holds `base`) as `library` has it.

    What has not changed is copied as it is. The folder is a new one, an empty one, or one that
    holds such content; it may be `root` itself. OSError if it is none of these or cannot be
    written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "faq").is_dir():
        raise FileExistsError(17, "there is something else in it")
    changed = dict(_placed(library, base))
    gone = {f"faq/{key}.yaml" for key in base.faqs.keys() - library.faqs.keys()}
    for source in sorted(path for path in root.rglob("*") if path.is_file()):
        name = source.relative_to(root).as_posix()
        target = folder / name
        if name in changed or name in gone or source.resolve() == target.resolve():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    written: list[str] = []
    for name, topic in changed.items():
        _write(folder / name, _fields(topic))
        written.append(name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    if library.out_of_scope != base.out_of_scope:
        _write(folder / _OUTSIDE, _outside(root, library))
        written.append(_OUTSIDE)
    if library.common_needs != base.common_needs and len(library.common_needs) < len(
        base.common_needs
    ):
        _write(folder / _NEEDS, {"topics": [topic.id for topic in library.common_needs]})
        written.append(_NEEDS)
    return Exported(tuple(sorted(written)), tuple(sorted(gone)))


def _placed(library: Library, base: Library) -> list[tuple[str, Topic]]:
    """The files of topics that differ from the base, and what is in them."""
    placed = []
    for key, topic in library.topics.items():
        if topic == base.topics.get(key):
            continue
        place = "faq" if isinstance(topic, Faq) else "topics"
        if key in library.guides:
            place = "guides"
        placed.append((f"{place}/{key}.yaml", topic))
    return placed


def _fields(topic: Topic) -> dict[str, Any]:
    """What a topic's file says: no field that the folder decides, none that is as by default."""
    fields = topic.model_dump(mode="json", exclude_defaults=True)
    kind = fields.pop("kind")
    fields["id"] = topic.id
    if type(topic) is Topic:
        fields["kind"] = kind
    phrasings = fields.pop("phrasings")  # last, for it is long
    return {"id": topic.id, "title": fields.pop("title"), **fields, "phrasings": phrasings}


def _outside(root: Path, library: Library) -> dict[str, list[str]]:
    kept = set(map(fold, library.out_of_scope))
    examples = yaml.load((root / _OUTSIDE).read_text("utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - plain texts only
    return {
        lang: [text for text in texts if fold(text) in kept] for lang, texts in examples.items()
    }


def _write(path: Path, fields: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_WIDTH)
    path.write_text(text, encoding="utf-8")
