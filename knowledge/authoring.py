"""What a coordinator writes in a form, as a FAQ entry; and an entry as they would write it."""

import html
import re
from collections.abc import Mapping

from pydantic import Field

from knowledge.consistency import FEWEST, TEXT_MAX, TITLE_MAX
from knowledge.folding import fold
from knowledge.phrases import placeholders
from knowledge.text import Frozen, Text
from knowledge.topics import Faq, Kind, Municipality, Phrasings, Role, Variant

PHRASING_MAX = 300
"""Characters of a phrasing: what is longer is a letter, not a way of asking."""

STEPS_MAX = 8
VARIANTS_MAX = 8

_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\"'’”]")
_MARKED = re.compile(r"<(https?://[^<>|]+)>")


class WrittenVariant(Frozen):
    """An answer for one municipality or role, as written; all empty if it was left so."""

    municipality: str = ""
    role: str = ""
    sv: str = ""
    en: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not (self.sv or self.en)


class Written(Frozen):
    """An entry as plain text, the way it stands in a form; lists have one item a line."""

    title_sv: str = ""
    title_en: str = ""
    answer_sv: str = ""
    answer_en: str = ""
    steps_sv: str = ""
    steps_en: str = ""
    phrasings_sv: str = ""
    phrasings_en: str = ""
    keywords: str = ""
    audience: tuple[str, ...] = (Role.ORDERER.value, Role.RECEIVER.value)
    variants: tuple[WrittenVariant, ...] = ()


class Faults(Frozen):
    """What is wrong, by field (`title_sv`, `variant_0_sv` …), as a phrase's key."""

    fields: dict[str, str] = Field(min_length=1)


def entry_of(
    written: Written, topic_id: str, *, step: Text, before: Faq | None = None
) -> Faq | Faults:
    """The entry that was written, or what is wrong with it.

    English that was left empty is as the Swedish. `step` is what to do next when nothing was
    written. What the form does not have is as `before`.
    """
    wrong = {**_wrong_texts(written), **_wrong_lists(written), **_wrong_variants(written)}
    if wrong:
        return Faults(fields=wrong)
    steps_sv, steps_en = _lines(written.steps_sv), _lines(written.steps_en)
    steps = tuple(_text(*pair) for pair in zip(steps_sv, steps_en or steps_sv, strict=True))
    phrasings = Phrasings(sv=_once(written.phrasings_sv), en=_once(written.phrasings_en))
    few = len(phrasings.sv) < FEWEST["sv"] or len(phrasings.en) < FEWEST["en"]
    title_sv = " ".join(written.title_sv.split())
    return Faq(
        id=topic_id,
        kind=Kind.FAQ,
        title=Text(sv=title_sv, en=" ".join(written.title_en.split()) or title_sv),
        answer=_text(written.answer_sv, written.answer_en),
        next_steps=steps or (step,),
        phrasings=phrasings,
        keywords=_words(written.keywords),
        audience=_audience(written.audience, before),
        related=before.related if before else (),
        variants=tuple(
            Variant(
                municipality=Municipality(one.municipality) if one.municipality else None,
                role=Role(one.role) if one.role else None,
                answer=_text(one.sv, one.en),
            )
            for one in written.variants
            if not one.empty
        ),
        grown=few or bool(before and before.grown),
    )


def written_of(faq: Faq) -> Written:
    """An entry the way it stands in a form."""
    steps_sv = [plain(step.sv) for step in faq.next_steps]
    return Written(
        title_sv=faq.title.sv,
        title_en=faq.title.en,
        answer_sv=plain(faq.answer.sv),
        answer_en=plain(faq.answer.en),
        steps_sv="\n".join(steps_sv),
        steps_en="\n".join(plain(step.en) for step in faq.next_steps),
        phrasings_sv="\n".join(faq.phrasings.sv),
        phrasings_en="\n".join(faq.phrasings.en),
        keywords=", ".join(faq.keywords),
        audience=tuple(role.value for role in faq.audience),
        variants=tuple(
            WrittenVariant(
                municipality=one.municipality or "",
                role=one.role or "",
                sv=plain(one.answer.sv),
                en=plain(one.answer.en),
            )
            for one in faq.variants
        ),
    )


def phrasing_of(text: str) -> str:
    """What a person wrote as a phrasing: on one line, and of a letter its beginning."""
    line = " ".join(text.split())
    if len(line) <= PHRASING_MAX:
        return line
    return line[:PHRASING_MAX].rsplit(" ", 1)[0]


def marked(text: str) -> str:
    """Plain text as `mrkdwn`: bold and the like stay, an address becomes a link, the rest is text.

    Source: https://docs.slack.dev/messaging/formatting-message-text
    """
    return _LINK.sub(r"<\g<0>>", html.escape(text, quote=False))


def plain(text: str) -> str:
    """`mrkdwn` as it was written: the inverse of `marked`."""
    return html.unescape(_MARKED.sub(r"\1", text))


def _audience(written: tuple[str, ...], before: Faq | None) -> tuple[Role, ...]:
    """Boxes have no order: the same ones are no change."""
    roles = tuple(Role(role) for role in written)
    return before.audience if before and set(before.audience) == set(roles) else roles


def _text(sv: str, en: str) -> Text:
    return Text(sv=marked(sv), en=marked(en or sv))


def _wrong_texts(written: Written) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, most in (("title", TITLE_MAX), ("answer", TEXT_MAX), ("steps", TEXT_MAX)):
        sv, en = getattr(written, f"{name}_sv"), getattr(written, f"{name}_en")
        if not sv and name != "steps":
            wrong[f"{name}_sv"] = "ui.error.empty"
        for lang, text in (("sv", sv), ("en", en)):
            if len(marked(text)) > most:
                wrong[f"{name}_{lang}"] = "knowledge.error.long"
        if en and placeholders(sv) != placeholders(en):
            wrong.setdefault(f"{name}_en", "knowledge.error.braces")
    return wrong


def _wrong_lists(written: Written) -> dict[str, str]:
    wrong: dict[str, str] = {}
    steps_sv, steps_en = _lines(written.steps_sv), _lines(written.steps_en)
    if steps_en and len(steps_sv) != len(steps_en):
        wrong["steps_en"] = "knowledge.error.steps_differ"
    if len(steps_sv) > STEPS_MAX:
        wrong["steps_sv"] = "knowledge.error.steps_many"
    texts = {"sv": _lines(written.phrasings_sv), "en": _lines(written.phrasings_en)}
    if not any(fold(text) for lines in texts.values() for text in lines):
        wrong["phrasings_sv"] = "knowledge.error.phrasings_none"
    for lang, lines in texts.items():
        if any(len(line) > PHRASING_MAX for line in lines):
            wrong[f"phrasings_{lang}"] = "knowledge.error.phrasing_long"
    return wrong


def _wrong_variants(written: Written) -> dict[str, str]:
    wrong: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for at, one in enumerate(written.variants):
        chosen = (one.municipality, one.role)
        if one.empty and not any(chosen):
            continue
        if not one.sv:
            wrong[f"variant_{at}_sv"] = "ui.error.empty"
        if not any(chosen):
            wrong[f"variant_{at}_municipality"] = "knowledge.error.variant_for_whom"
        elif chosen in seen:
            wrong[f"variant_{at}_municipality"] = "knowledge.error.variant_twice"
        seen.add(chosen)
        for lang, text in (("sv", one.sv), ("en", one.en)):
            if len(marked(text)) > TEXT_MAX:
                wrong[f"variant_{at}_{lang}"] = "knowledge.error.long"
        if one.en and placeholders(one.sv) != placeholders(one.en):
            wrong.setdefault(f"variant_{at}_en", "knowledge.error.braces")
    return wrong


def _lines(text: str) -> list[str]:
    bare = (line.strip().removeprefix("•").removeprefix("- ").strip() for line in text.split("\n"))
    return [" ".join(line.split()) for line in bare if line]


def _once(text: str) -> tuple[str, ...]:
    """The lines, each once, without those that have no words."""
    found: Mapping[str, str] = {fold(line): line for line in reversed(_lines(text))}
    return tuple(reversed([line for folded, line in found.items() if folded]))


def _words(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))
