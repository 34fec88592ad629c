"""The steps of a guided diagnosis."""

from bot.intents import GuideBack, GuideCancel, GuideChoose, GuideSupplier, GuideUnknown
from bot.messages import GuideSolved, GuideStepAnswered, GuideStepShown, GuideTurn
from handlers.blocks import parts
from handlers.blocks.answers import gone
from handlers.blocks.common import (
    OPTIONS_MAX,
    Block,
    actions,
    button,
    context,
    option,
    plain_text,
    section,
    sections,
)
from handlers.blocks.text import clip, escape, one_line
from handlers.blocks.wording import Wording
from handlers.ids import SupplierMenu, kind_of
from knowledge.guides import UNKNOWN, Guide, Slot, Step, Walk
from knowledge.phrases import fill, placeholders
from knowledge.text import Text

_SAID_MAX = 300


def step(words: Wording, message: GuideStepShown) -> list[Block]:
    """What to check, how, whom to reach; then the ways on, and those back, out and to a human."""
    guide = words.library.guides.get(message.walk.guide)
    shown = _step(words, message.walk.guide, message.walk.step)
    if guide is None or shown is None:
        return gone(words)
    blocks: list[Block] = []
    if message.first:
        intro = guide.intro.get(words.lang)
        blocks += sections(f"*{escape(guide.title.get(words.lang))}*\n{intro}")
        blocks += _noted(words, guide, message.walk)
    if message.said is not None:
        said = clip(one_line(message.said), _SAID_MAX) or "…"
        key = _not_understood(shown)
        blocks.append(context(words.library.phrases.text(key, words.lang, said=said)))
    blocks += sections(_filled(words, shown.text, message.walk))
    if shown.how is not None:
        blocks.append(context(_filled(words, shown.how, message.walk)))
    if message.contact is not None:
        blocks.append(section(parts.contact(words, message.contact)))
    blocks += _ways_on(words, message.walk, shown)
    return [*blocks, *actions(_ways_out(words, message.walk))]


def answered(words: Wording, message: GuideStepAnswered) -> list[Block]:
    """A step that is behind: its label and the answer."""
    shown = _step(words, message.guide, message.step)
    title = shown.title.get(words.lang) if shown else message.step
    unknown = message.answer == UNKNOWN.sv
    answer = words.label("ui.button.guide.unknown") if unknown else message.answer
    return [context(f"*{escape(title)}:* {clip(one_line(answer), _SAID_MAX)}")]


def turn(words: Wording, message: GuideTurn) -> list[Block]:
    """What comes now, when a guide hands over or goes on in another one."""
    shown = _step(words, message.guide, message.step)
    return sections(_filled(words, shown.text, message.walk)) if shown else gone(words)


def solved(words: Wording, message: GuideSolved) -> list[Block]:
    """The happy end: what it came to, whether it helped, and a human all the same."""
    shown = _step(words, message.walk.guide, message.walk.step)
    text = _filled(words, shown.text, message.walk) if shown else words.say("ui.guide.solved")
    return [
        *sections(text),
        *parts.feedback(words, message.question),
        *actions([parts.person_button(words, message.question)]),
    ]


def _step(words: Wording, guide_id: str, step_id: str) -> Step | None:
    guide = words.library.guides.get(guide_id)
    return next((item for item in guide.steps if item.id == step_id), None) if guide else None


def _not_understood(shown: Step) -> str:
    match shown.slot:
        case None:
            return "ui.guide.not_understood"
        case Slot.SUPPLIER:
            return "ui.guide.not_understood.supplier"
        case _:
            return "ui.guide.not_understood.slot"


def _noted(words: Wording, guide: Guide, walk: Walk) -> list[Block]:
    """What was taken from the person's own words and will not be asked, so that they can object."""
    known = ((asks, walk.slots.get(asks.slot)) for asks in guide.steps if asks.slot is not None)
    noted = [
        f"*{escape(asks.title.get(words.lang))}:* {clip(one_line(value), _SAID_MAX)}"
        for asks, value in known
        if value is not None
    ]
    return [context("  ".join([words.say("ui.guide.noted"), *noted]))] if noted else []


def _ways_on(words: Wording, walk: Walk, shown: Step) -> list[Block]:
    choices = [
        button(
            GuideChoose(guide=walk.guide, step=shown.id, choice=choice.id),
            choice.label.get(words.lang),
            style=choice.style,
        )
        for choice in shown.choices
    ]
    if shown.slot is None:
        return actions(choices)
    unknown = button(
        GuideUnknown(guide=walk.guide, step=shown.id), words.label("ui.button.guide.unknown")
    )
    suppliers = words.library.parties.suppliers[:OPTIONS_MAX]
    if shown.slot is not Slot.SUPPLIER or not suppliers:
        return [context(words.say("ui.guide.write")), *actions([*choices, unknown])]
    menu: Block = {
        "type": "static_select",
        "action_id": kind_of(GuideSupplier),
        "placeholder": plain_text(words.label("ui.guide.supplier.placeholder"), 150),
        "options": [option(party.label(words.lang), party.id) for party in suppliers],
    }
    block_id = SupplierMenu(guide=walk.guide, step=shown.id).dump()
    return [
        *actions([menu, *choices, unknown], block_id),
        context(words.say("ui.guide.supplier.other")),
    ]


def _ways_out(words: Wording, walk: Walk) -> list[Block]:
    back = [button(GuideBack(), words.label("ui.button.guide.back"))] if walk.given else []
    cancel = button(GuideCancel(), words.label("ui.button.guide.cancel"))
    return [*back, cancel, parts.person_button(words, None)]


def _filled(words: Wording, text: Text, walk: Walk) -> str:
    """A step's text, with what was answered in the place of each slot's name."""
    template = text.get(words.lang)
    known = {slot.value: value for slot, value in walk.slots.items() if value != UNKNOWN.sv}
    missing = words.label("ui.guide.missing")
    values = {
        name: clip(one_line(known.get(name, missing)), _SAID_MAX) for name in placeholders(template)
    }
    return fill(template, values)
