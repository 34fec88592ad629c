"""Content files into typed values; whatever does not fit becomes a problem with file and line."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from knowledge.checklists import Checklist, Item
from knowledge.consistency import check_placeholders
from knowledge.guides import Choice, ContactRef, Guide, Step, Words
from knowledge.parties import ContactRoles, Parties, Party
from knowledge.phrases import Phrases
from knowledge.problems import Problem
from knowledge.text import Frozen, Text
from knowledge.topics import Faq, Phrasings, Topic, Variant
from knowledge.yamlfile import Document, Plain, read

M = TypeVar("M", bound=BaseModel)

_MODELS: tuple[type[BaseModel], ...] = (
    *(Faq, Guide, Topic, Variant, Phrasings, Text),
    *(Step, Choice, Words, ContactRef, Checklist, Item, Party, Parties, ContactRoles),
)
_LANGUAGES = {"sv": "Swedish", "en": "English"}


class PhraseFile(Frozen):
    """A file of `phrases/`: key to text."""

    phrases: dict[str, Text]


class ExamplesFile(Frozen):
    """`out_of_scope.yaml`: what people write that the bot must not pretend to know."""

    sv: tuple[str, ...] = Field(min_length=1)
    en: tuple[str, ...] = Field(min_length=1)


class CommonNeedsFile(Frozen):
    """`common_needs.yaml`: the topics that are offered first, in order."""

    topics: tuple[str, ...] = Field(min_length=1)


class Reader:
    """Reads the files under `root`, and gathers the problems of all of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._problems: list[Problem] = []
        self._documents: dict[str, Document] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found so far, in the order of the files read."""
        return tuple(self._problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems found in what was read; their lines are looked up."""
        for problem in problems:
            document = self._documents.get(problem.file)
            line = document.line(problem.entry) if document else None
            self._problems.append(Problem(problem.file, problem.entry, problem.message, line))

    def models(self, folder: str, model: type[M], given: Mapping[str, Plain]) -> dict[str, M]:
        """Each file of `folder` as a `model`, by id, which must be the file's name.

        `given` are fields that the folder decides; a file may repeat them but not contradict.
        """
        found: dict[str, M] = {}
        for path in self._files(folder):
            file = f"{folder}/{path.name}"
            document = self._document(file)
            if document is None:
                continue
            data = document.data
            if isinstance(data, dict):
                if wrong := [key for key in given if data.get(key, given[key]) != given[key]]:
                    message = f"files in {folder}/ have `{given[wrong[0]]}` here: remove the field"
                    self.add([Problem(file, wrong[0], message)])
                    continue
                data = {**data, **given}
                if "id" in data and data["id"] != path.stem:
                    message = f"the id must be the file's name, `{path.stem}`: change one of them"
                    self.add([Problem(file, "id", message)])
            value = self._validated(file, model, document, data)
            if value is not None:
                found[path.stem] = value
        return found

    def parties(self, file: str) -> Parties | None:
        """The parties; None (and a problem) if they cannot be read."""
        return self._one(file, Parties)

    def phrases(self, folder: str) -> Phrases:
        """The phrases of every file in `folder`; a key may be in one of them only."""
        texts: dict[str, Text] = {}
        for path in self._files(folder):
            file = f"{folder}/{path.name}"
            document = self._document(file)
            if document is None:
                continue
            read_in = self._validated(file, PhraseFile, document, {"phrases": document.data})
            for key, text in read_in.phrases.items() if read_in else ():
                if key in texts:
                    message = "a phrase in another file has this key: rename or remove one"
                    self.add([Problem(file, key, message)])
                self.add(check_placeholders(file, key, text))
                texts[key] = text
        return Phrases(texts)

    def out_of_scope(self, file: str) -> tuple[str, ...]:
        """The examples, Swedish first."""
        examples = self._one(file, ExamplesFile)
        return examples.sv + examples.en if examples else ()

    def common_needs(self, file: str) -> tuple[str, ...]:
        """The ids of the topics that are offered first."""
        needs = self._one(file, CommonNeedsFile)
        return needs.topics if needs else ()

    def _files(self, folder: str) -> list[Path]:
        where = self.root / folder
        if not where.is_dir():
            self.add([Problem(folder, "", f"there is no such folder in {self.root}")])
            return []
        paths = sorted(p for p in where.iterdir() if not p.name.startswith((".", "_")))
        for path in paths:
            if path.suffix != ".yaml":
                message = "only files that end in .yaml are read: rename it, or move it away"
                self.add([Problem(f"{folder}/{path.name}", "", message)])
        return [path for path in paths if path.suffix == ".yaml"]

    def _document(self, file: str) -> Document | None:
        try:
            text = (self.root / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.add([Problem(file, "", f"cannot be read as UTF-8 text ({error})")])
            return None
        document = read(text, file)
        if isinstance(document, Problem):
            self._problems.append(document)
            return None
        self._documents[file] = document
        return document

    def _one(self, file: str, model: type[M]) -> M | None:
        document = self._document(file)
        return self._validated(file, model, document, document.data) if document else None

    def _validated(self, file: str, model: type[M], document: Document, data: Plain) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                path = detail["loc"][1:] if model is PhraseFile else detail["loc"]
                self.add([Problem(file, document.entry(path), _advice(detail))])
            return None


def _advice(detail: ErrorDetails) -> str:
    """What is wrong and what to do, for one of pydantic's errors (its documented error types)."""
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing" if name in _LANGUAGES:
            advice = f"the {_LANGUAGES[name]} text is missing: add `{name}: …`"
        case "missing":
            advice = f"the field is missing: add `{name}: …`"
        case "extra_forbidden":
            advice = f"there is no such field: {_likely(name)}"
        case "string_too_short":
            advice = "the text is empty: write it, or remove the field"
        case "too_short" if name in _LANGUAGES:
            least, had = context.get("min_length"), context.get("actual_length")
            advice = f"{had} {_LANGUAGES[name]} phrasings are too few: write at least {least}"
        case "too_short":
            advice = f"the list has {context.get('actual_length')}, too few: add to it"
        case "tuple_type":
            advice = "this is a list: write each on its own line after `- `"
        case "string_type":
            advice = "this is a text: write it after the colon, in quotes if it holds `: `"
        case "string_pattern_mismatch":
            advice = f"must be small letters a–z, digits and dashes, not `{detail['input']}`"
        case "enum" | "literal_error":
            advice = f"must be one of {context.get('expected')}, not `{detail['input']}`"
        case "model_type" | "model_attributes_type" | "dict_type":
            advice = "this has fields of its own: write them below it, indented"
        case _:
            advice = detail["msg"]
    return advice


def _likely(name: str) -> str:
    known = {field for model in _MODELS for field in model.model_fields}
    close = get_close_matches(name, known, n=1)
    return f"did you mean `{close[0]}`?" if close else "remove it"
