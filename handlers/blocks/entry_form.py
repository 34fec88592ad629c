"""The form for an entry of the knowledge, and what has been written in it.

A field holds at most 3,000 characters, and an entry may have more phrasings than that: they then go
over several fields. Source: https://docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Iterator

from bot.intents import KnowledgeHistory, KnowledgeRetire, KnowledgeVariant
from handlers import ids
from handlers.blocks import parts
from handlers.blocks.common import Block, actions, button, numbered, option, section
from handlers.blocks.inputs import INPUT_MAX, labelled, modal, select, text_field
from handlers.blocks.wording import Wording
from handlers.ids import EntryOrigin
from handlers.payloads import Body, entered, entered_boxes, has_input
from knowledge.authoring import VARIANTS_MAX, Written, WrittenVariant
from knowledge.topics import Municipality, Role

_AUDIENCE = "audience"
_ROOM = 2500  # characters of phrasings in a field: there is room left for more
_REQUIRED = ("title_sv", "answer_sv")
_SHORT = ("title_sv", "title_en", "keywords")
_TITLE_LONGEST = 70
_HINTED = ("answer_en", "steps_sv", "phrasings_sv", "keywords")


def entry_form(words: Wording, written: Written, origin: EntryOrigin) -> Block:
    """The form, with what is written in it."""
    blocks: list[Block] = []
    if origin.topic is not None:
        blocks += actions(_beside(words, origin.topic))
    for name in ("title", "answer", "steps", "phrasings"):
        for field in (f"{name}_sv", f"{name}_en"):
            blocks += _fields(words, field, getattr(written, field))
    blocks += _fields(words, "keywords", written.keywords)
    blocks.append(_audience(words, written))
    for at, variant in enumerate(written.variants):
        blocks += _variant(words, at, variant)
    if len(written.variants) < VARIANTS_MAX:
        more = button(KnowledgeVariant(), words.label("ui.button.knowledge.variant"))
        blocks += [section(words.say("knowledge.form.variants")), *actions([more])]
    title = words.label("knowledge.form.title" if origin.topic else "knowledge.form.title_new")
    submit = words.label("knowledge.form.look")
    view = modal(words, ids.KNOWLEDGE_ENTRY, title, submit, blocks, origin)
    return {**view, "blocks": numbered(view["blocks"])}


def written_in(body: Body) -> Written:
    """What has been written in the form, whether it is submitted or still open."""
    plain = {
        field: entered(body, field)
        for field in (*_SHORT, "answer_sv", "answer_en", "steps_sv", "steps_en")
    }
    return Written(
        **plain,
        phrasings_sv="\n".join(_parts(body, "phrasings_sv")),
        phrasings_en="\n".join(_parts(body, "phrasings_en")),
        audience=_roles(body),
        variants=tuple(_variants(body)),
    )


def _beside(words: Wording, topic: str) -> list[Block]:
    return [
        button(KnowledgeHistory(topic=topic), words.label("ui.button.knowledge.history")),
        button(
            KnowledgeRetire(topic=topic),
            words.label("ui.button.knowledge.retire"),
            style="danger",
            confirm=parts.confirmation(words, "ui.confirm.knowledge.retire"),
        ),
    ]


def _fields(words: Wording, name: str, value: str) -> list[Block]:
    label = words.label(f"knowledge.form.{name}")
    hint = words.label(f"knowledge.form.{name}.hint") if name in _HINTED else None
    pieces = _pieces(value) if name.startswith("phrasings") else [value]
    longest = _TITLE_LONGEST if name.startswith("title") else INPUT_MAX
    return [
        labelled(
            name if at == 0 else f"{name}_{at}",
            label if at == 0 else f"{label} ({at + 1})",
            text_field(piece, multiline=name not in _SHORT, longest=longest),
            hint=hint if at == 0 else None,
            optional=name not in _REQUIRED,
        )
        for at, piece in enumerate(pieces)
    ]


def _pieces(value: str) -> list[str]:
    """Lines over as many fields as they need; at least one."""
    pieces = [""]
    for line in value.split("\n"):
        if pieces[-1] and len(pieces[-1]) + len(line) >= _ROOM:
            pieces.append(line)
        else:
            pieces[-1] = f"{pieces[-1]}\n{line}" if pieces[-1] else line
    return pieces


def _audience(words: Wording, written: Written) -> Block:
    options = [option(words.role(role), role.value) for role in Role]
    chosen = [one for one in options if one["value"] in written.audience]
    boxes: Block = {"type": "checkboxes", "action_id": ids.VALUE, "options": options}
    if chosen:
        boxes["initial_options"] = chosen
    label = words.label("knowledge.form.audience")
    return labelled(_AUDIENCE, label, boxes, optional=True)


def _variant(words: Wording, at: int, variant: WrittenVariant) -> Iterator[Block]:
    number = at + 1
    yield section(words.say("knowledge.form.variant", number=number))
    places = [(words.municipality(one), one.value) for one in Municipality]
    roles = [(words.role(one), one.value) for one in Role]
    for name, choices, chosen in (
        ("municipality", places, variant.municipality),
        ("role", roles, variant.role),
    ):
        menu = select(choices, words.label("knowledge.form.variant.all"), chosen or None)
        label = words.label(f"knowledge.form.variant.{name}")
        yield labelled(f"variant_{at}_{name}", label, menu, optional=True)
    for lang in ("sv", "en"):
        label = words.label(f"knowledge.form.answer_{lang}")
        field = text_field(getattr(variant, lang), multiline=True)
        yield labelled(f"variant_{at}_{lang}", label, field, optional=True)


def _parts(body: Body, name: str) -> Iterator[str]:
    at = 0
    while has_input(body, field := name if at == 0 else f"{name}_{at}"):
        yield entered(body, field)
        at += 1


def _roles(body: Body) -> tuple[str, ...]:
    known = {role.value for role in Role}
    return tuple(role for role in entered_boxes(body, _AUDIENCE) if role in known)


def _variants(body: Body) -> Iterator[WrittenVariant]:
    at = 0
    while has_input(body, f"variant_{at}_sv"):
        place = entered(body, f"variant_{at}_municipality")
        role = entered(body, f"variant_{at}_role")
        yield WrittenVariant(
            municipality=place if place in set(Municipality) else "",
            role=role if role in set(Role) else "",
            sv=entered(body, f"variant_{at}_sv"),
            en=entered(body, f"variant_{at}_en"),
        )
        at += 1
