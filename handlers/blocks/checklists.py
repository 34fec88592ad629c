"""A run of a checklist, to be ticked in the channel."""

from zlib import crc32

from bot.messages import ChecklistShown
from handlers.blocks.answers import gone
from handlers.blocks.common import OPTION_MAX, Block, actions, context, header, mrkdwn, section
from handlers.blocks.text import clip, mention, pieces
from handlers.blocks.wording import Wording
from handlers.ids import CHECKLIST_TICK, ChecklistBoxes
from knowledge.checklists import Item

BOXES_MAX = 10  # options of one checkboxes element
_HOW_MAX = 600


def checklist(words: Wording, message: ChecklistShown) -> list[Block]:
    """Title, when it is done, a box a line, how where there is more to say, and who ticked."""
    shown = words.library.checklists.get(message.checklist)
    if shown is None:
        return gone(words)
    how = [
        f"*{item.text.get(words.lang)}:* {clip(item.how.get(words.lang), _HOW_MAX)}"
        for item in shown.items
        if item.how
    ]
    groups = [
        shown.items[start : start + BOXES_MAX] for start in range(0, len(shown.items), BOXES_MAX)
    ]
    state = crc32(",".join(sorted(message.ticked)).encode())
    people = dict.fromkeys(mention(person.id) for person in message.ticked.values())
    done = len(message.ticked) >= len(shown.items)
    return [
        header(shown.title.get(words.lang)),
        section(shown.when.get(words.lang)),
        *(
            block
            for part, group in enumerate(groups)
            for block in actions(
                [_boxes(words, group, message)],
                # A new id whenever the ticks change: Slack keeps a box's state by its block's id.
                ChecklistBoxes(run=message.run, part=part, state=state).dump(),
            )
        ),
        *([context("\n".join(how))] if how else []),
        *([context(f"{words.say('ui.checklist.by')} {', '.join(people)}")] if people else []),
        *([section(words.say("ui.checklist.done"))] if done else []),
    ]


def _boxes(words: Wording, items: tuple[Item, ...], message: ChecklistShown) -> Block:
    options = {item.id: _option(words, item) for item in items}
    ticked = [choice for item_id, choice in options.items() if item_id in message.ticked]
    element: Block = {
        "type": "checkboxes",
        "action_id": CHECKLIST_TICK,
        "options": list(options.values()),
    }
    return {**element, "initial_options": ticked} if ticked else element


def _option(words: Wording, item: Item) -> Block:
    """An option; a text that is too long for its label goes on in its description."""
    label, *rest = pieces(item.text.get(words.lang), OPTION_MAX - 1, 2)
    choice: Block = {"text": mrkdwn(label, OPTION_MAX), "value": item.id}
    if rest:
        choice["text"] = mrkdwn(f"{label}…", OPTION_MAX)
        choice["description"] = mrkdwn(f"…{rest[0]}", OPTION_MAX)
    return choice
