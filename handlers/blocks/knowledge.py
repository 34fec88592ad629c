"""The coordinators' views of the knowledge: the list, an entry before it is kept, its history."""

from collections.abc import Sequence

from bot.intents import (
    KnowledgeEdit,
    KnowledgeHistory,
    KnowledgeNew,
    KnowledgeOpen,
    KnowledgeRestore,
    KnowledgeUndo,
    UnansweredAnswer,
    UnansweredDismiss,
    UnansweredOpen,
    UnansweredSame,
)
from bot.knowledge_edits import Drafted
from bot.knowledge_shown import EntryShown, VersionShown
from bot.unanswered import UnansweredGroup
from handlers import ids
from handlers.blocks import answers
from handlers.blocks.common import (
    Block,
    actions,
    button,
    context,
    divider,
    plain_text,
    section,
)
from handlers.blocks.inputs import TITLE_MAX, labelled, modal, text_field, view
from handlers.blocks.text import clip, escape, one_line
from handlers.blocks.wording import Wording
from handlers.ids import CaseOrigin, DraftOrigin, GroupMenu, Origin, kind_of
from knowledge.collisions import Collision
from knowledge.text import Lang

PAGE = 30
GROUPS_SHOWN = 20
_TEXT_MAX = 300
_OTHER_WAYS = 3
_VERSIONS_SHOWN = 30
_RETIRED_FIELDS = 6


def entries(
    words: Wording, shown: Sequence[EntryShown], unanswered: int, page: int, origin: Origin
) -> Block:
    """What the bot answers with: a page of it, and a search in all of it."""
    last = max(0, (len(shown) - 1) // PAGE)
    page = min(page, last)
    search = _topic_menu(kind_of(KnowledgeEdit), words.label("knowledge.list.search"))
    questions = words.label("unanswered.button.open", count=unanswered)
    blocks: list[Block] = [
        section(words.say("knowledge.list.intro", count=sum(not one.retired for one in shown))),
        *actions(
            [
                search,
                button(KnowledgeNew(), words.label("ui.button.knowledge.new"), style="primary"),
                button(UnansweredOpen(), questions),
            ]
        ),
        divider(),
        *(_entry(words, one) for one in shown[page * PAGE : (page + 1) * PAGE]),
    ]
    turning = [
        button(KnowledgeOpen(page=to), words.label(f"ui.button.knowledge.{name}"))
        for name, to in (("previous", page - 1), ("next", page + 1))
        if 0 <= to <= last
    ]
    blocks += actions(turning)
    return view(words, ids.KNOWLEDGE_LIST, words.label("knowledge.list.title"), blocks, origin)


def _entry(words: Wording, entry: EntryShown) -> Block:
    title = escape(entry.title.get(words.lang))
    retired = f"~{title}~ {words.say('knowledge.is_retired')}"
    lines = [retired if entry.retired else f"*{title}*"]
    lines.append(words.say("knowledge.list.phrasings", count=entry.phrasings))
    if entry.changed_at is not None and entry.changed_by is not None:
        when = words.when(entry.changed_at)
        lines[-1] += f" · {words.say('knowledge.list.changed', name=entry.changed_by)} {when}"
    if entry.faq and not entry.retired:
        act = button(KnowledgeEdit(topic=entry.topic), words.label("ui.button.knowledge.edit"))
    else:
        label = words.label("ui.button.knowledge.history")
        act = button(KnowledgeHistory(topic=entry.topic), label)
    return section("\n".join(lines), act)


def preview(words: Wording, drafted: Drafted, origin: DraftOrigin) -> Block:
    """An entry as people will read it, in both languages, and what its phrasings collide with."""
    faq = drafted.draft.faq
    blocks: list[Block] = []
    if drafted.collisions:
        lines = "\n".join(_collision(words, one) for one in drafted.collisions)
        blocks.append(section(f"{words.say('knowledge.preview.collisions')}\n{lines}"))
    blocks.append(context(words.say("knowledge.preview.intro")))
    for lang in Lang:
        seen = Wording(words.library, lang, words.zone)
        blocks.append(section(f"*{escape(faq.title.get(lang))}*"))
        blocks += answers.faq_texts(seen, faq, faq.answer.get(lang))
        for variant in faq.variants:
            whom = " · ".join(
                name
                for name in (
                    words.municipality(variant.municipality) if variant.municipality else "",
                    words.role(variant.role) if variant.role else "",
                )
                if name
            )
            blocks.append(context(words.say("knowledge.preview.variant", whom=whom)))
            blocks.append(section(variant.answer.get(lang)))
        blocks.append(divider())
    count = len(faq.phrasings.all())
    blocks.append(context(words.say("knowledge.preview.phrasings", count=count)))
    key = "knowledge.preview.save_anyway" if drafted.collisions else "ui.form.save"
    title = words.label("knowledge.preview.title")
    view = modal(words, ids.KNOWLEDGE_PREVIEW, title, words.label(key), blocks, origin)
    return {**view, "close": plain_text(words.label("knowledge.preview.back"), TITLE_MAX)}


def _collision(words: Wording, collision: Collision) -> str:
    key = "knowledge.preview.same" if collision.same else "knowledge.preview.answered"
    text = clip(one_line(collision.text), _TEXT_MAX)
    topic = escape(words.topic(collision.topic))
    return f"• “{text}”: {words.say(key)} *{topic}*"


def history(
    words: Wording,
    topic: str,
    title: str,
    versions: Sequence[VersionShown],
    *,
    in_files: bool,
    origin: Origin,
) -> Block:
    """Who changed a topic, when and how; each version can be brought back."""
    blocks: list[Block] = [section(f"*{escape(title)}*")]
    for at, version in enumerate(versions[:_VERSIONS_SHOWN]):
        name = "undo" if at == 0 else "restore"
        label = words.label(f"ui.button.knowledge.{name}")
        intent = (
            KnowledgeUndo(version=version.id)
            if at == 0
            else KnowledgeRestore(topic=topic, version=version.id)
        )
        blocks.append(section(_version(words, version), button(intent, label)))
    if not versions:
        blocks.append(section(words.say("knowledge.history.none")))
    elif in_files:
        restore = KnowledgeRestore(topic=topic, version=0)
        label = words.label("ui.button.knowledge.restore")
        blocks.append(section(words.say("knowledge.history.files"), button(restore, label)))
    return view(
        words, ids.KNOWLEDGE_HISTORY, words.label("knowledge.history.title"), blocks, origin
    )


def _version(words: Wording, version: VersionShown) -> str:
    done = words.say(f"knowledge.act.{version.act}", name=version.by)
    named = [words.say(f"knowledge.field.{name}") for name in version.fields[:_RETIRED_FIELDS]]
    if version.phrasings and "phrasings" in version.fields:
        at = version.fields.index("phrasings")
        if at < len(named):
            named[at] += f" ({version.phrasings:+d})".replace("-", "−")
    changed = f"\n{', '.join(named)}" if named else ""
    return f"{words.when(version.at)}\n{done}{changed}"


def unanswered(words: Wording, groups: Sequence[UnansweredGroup], origin: Origin) -> Block:
    """What could not be answered, by likeness; each group is settled with one or two presses."""
    count = sum(len(group.questions) for group in groups)
    key = "unanswered.intro" if groups else "unanswered.none"
    blocks: list[Block] = [section(words.say(key, count=count))]
    for group in groups[:GROUPS_SHOWN]:
        blocks += [divider(), section(_group(words, group)), *_settle(words, group)]
    if len(groups) > GROUPS_SHOWN:
        more = len(groups) - GROUPS_SHOWN
        blocks.append(context(words.say("unanswered.more", count=more)))
    return view(words, ids.UNANSWERED, words.label("unanswered.title"), blocks, origin)


def _group(words: Wording, group: UnansweredGroup) -> str:
    first, *others = (clip(one_line(one.text), _TEXT_MAX) for one in group.asked)
    lines = [f"*“{first}”* · {words.say('unanswered.times', count=len(group.questions))}"]
    if group.unhelpful:
        lines[0] += f" · {words.say('unanswered.unhelpful', count=group.unhelpful)}"
    lines += [f"“{other}”" for other in others[:_OTHER_WAYS]]
    return "\n".join(lines)


def _settle(words: Wording, group: UnansweredGroup) -> list[Block]:
    likely = []
    if group.likely is not None:
        text = words.label("unanswered.button.same", topic=words.topic(group.likely))
        likely.append(button(UnansweredSame(question=group.question, topic=group.likely), text))
    menu = _topic_menu(kind_of(UnansweredSame), words.label("ui.button.unanswered.same"))
    answer = button(
        UnansweredAnswer(question=group.question), words.label("ui.button.unanswered.answer")
    )
    dismiss = button(
        UnansweredDismiss(question=group.question), words.label("ui.button.unanswered.dismiss")
    )
    return actions([*likely, menu, answer, dismiss], GroupMenu(question=group.question).dump())


def same_as(words: Wording, text: str, origin: CaseOrigin) -> Block:
    """Which topic a case's question belongs to, and how it is put."""
    menu = _topic_menu(ids.VALUE, words.label("knowledge.list.search"))
    blocks = [
        labelled(ids.TOPIC, words.label("knowledge.same.topic"), menu),
        labelled(ids.TEXT, words.label("knowledge.same.text"), text_field(text, multiline=True)),
    ]
    title = words.label("knowledge.same.title")
    return modal(words, ids.KNOWLEDGE_SAME, title, words.label("ui.form.save"), blocks, origin)


def _topic_menu(action_id: str, placeholder: str) -> Block:
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, 150),
        "min_query_length": 0,
    }
