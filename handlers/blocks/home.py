"""The App Home: what one can ask for, one's own cases and profile; for a coordinator, more."""

from bot.account_intents import AccountsOpen
from bot.article_intents import FindArticle
from bot.intents import (
    CaseClaim,
    CaseForm,
    EditContact,
    EditProfile,
    GuideResume,
    KnowledgeOpen,
    UnansweredOpen,
)
from bot.messages import CaseShown, Home
from bot.week.intents import ListsOpen
from handlers.blocks import parts
from handlers.blocks.answers import common_needs
from handlers.blocks.cases import person_buttons
from handlers.blocks.common import (
    Block,
    Style,
    actions,
    button,
    context,
    divider,
    fields,
    header,
    numbered,
    plain_text,
    section,
)
from handlers.blocks.text import clip, escape, mention, one_line
from handlers.blocks.wording import Wording
from handlers.ids import kind_of

_OWN_SHOWN = 6  # two blocks each
_OPEN_SHOWN = 15
_SUMMARY_MAX = 200
_NAME_MAX = 100


def home(words: Wording, message: Home) -> Block:
    """The view for views.publish."""
    return {"type": "home", "blocks": numbered(blocks(words, message))}


def blocks(words: Wording, message: Home) -> list[Block]:
    """The blocks of the view, in the order of what is asked for most."""
    return [
        header(words.label("ui.home.hello", name=message.person.name[:_NAME_MAX])),
        section(words.say("ui.home.intro")),
        *actions(_needs(words, message)),
        *(_coordinator(words, message) if message.coordinator else ()),
        header(words.label("ui.home.cases")),
        *_own_cases(words, message),
        header(words.label("ui.home.profile")),
        fields(_profile(words, message)),
        *actions([button(EditProfile(), words.label("ui.button.profile.edit"))]),
    ]


def _needs(words: Wording, message: Home) -> list[Block]:
    resume = []
    if message.guide is not None and message.guide in words.library.guides:
        text = words.label("ui.home.resume", topic=words.topic(message.guide))
        resume.append(button(GuideResume(), text, style="primary"))
    find = button(FindArticle(), words.label("ui.button.article.find"))
    return [*resume, *common_needs(words, None), find, parts.person_button(words, None)]


def _own_cases(words: Wording, message: Home) -> list[Block]:
    if not message.cases:
        return [section(words.say("ui.home.cases.none"))]
    rows: list[Block] = []
    for case in message.cases[:_OWN_SHOWN]:
        rows.append(section(_line(words, case)))
        rows += actions(person_buttons(words, case))
    return [*rows, *_more(words, len(message.cases) - _OWN_SHOWN)]


def _coordinator(words: Wording, message: Home) -> list[Block]:
    rows: list[Block] = [header(words.label("ui.home.open"))]
    if not message.open_cases:
        rows.append(section(words.say("ui.home.open.none")))
    for case in message.open_cases[:_OPEN_SHOWN]:
        if case.state == "new":
            act = button(CaseClaim(case=case.id), words.label("ui.button.case.claim"))
        else:
            act = button(CaseForm(case=case.id, form="reply"), words.label("ui.button.case.reply"))
        who = f"{words.say('ui.case.person')}: {mention(case.person.id)}"
        rows.append(section(f"{_line(words, case)}\n{who}", act))
    rows += _more(words, len(message.open_cases) - _OPEN_SHOWN)
    key = "ui.home.contacts.missing" if message.missing_contacts else "ui.home.contacts"
    menu: Block = {
        "type": "external_select",
        "action_id": kind_of(EditContact),
        "placeholder": plain_text(words.label("ui.home.contacts.placeholder"), 150),
        "min_query_length": 0,
    }
    contacts = section(words.say(key, count=message.missing_contacts), menu)
    return [
        *rows,
        *_price_lists(words, message),
        *_accounts(words, message),
        *_knowledge(words, message),
        contacts,
        divider(),
    ]


def _price_lists(words: Wording, message: Home) -> list[Block]:
    """The suppliers' price lists, and how many of them wait for an answer."""
    waiting = message.lists_waiting
    key = "ui.home.lists.waiting" if waiting else "ui.home.lists"
    style: Style | None = "primary" if waiting else None
    lists = button(ListsOpen(), words.label("ui.button.lists.open"), style=style)
    return [section(words.say(key, count=waiting)), *actions([lists])]


def _accounts(words: Wording, message: Home) -> list[Block]:
    """New articles without an account, if there are any."""
    if not message.without_account:
        return []
    text = words.label("accounts.button.home", count=message.without_account)
    return [section(words.say("accounts.home")), *actions([button(AccountsOpen(), text)])]


def _knowledge(words: Wording, message: Home) -> list[Block]:
    """What the bot answers with, and what it could not answer."""
    unanswered = button(
        UnansweredOpen(),
        words.label("unanswered.button.open", count=message.unanswered),
        style="primary" if message.unanswered else None,
    )
    knowledge = button(KnowledgeOpen(), words.label("ui.button.knowledge.open"))
    return [section(words.say("ui.home.knowledge")), *actions([unanswered, knowledge])]


def _more(words: Wording, count: int) -> list[Block]:
    return [context(words.say("ui.home.more", count=count))] if count > 0 else []


def _line(words: Wording, case: CaseShown) -> str:
    state = escape(words.state(case.state))
    summary = clip(one_line(case.summary), _SUMMARY_MAX)
    return f"*{escape(words.case(case))}*\n{state} · {words.when(case.opened_at)}\n{summary}"


def _profile(words: Wording, message: Home) -> list[tuple[str, str]]:
    unknown = words.say("ui.unknown")
    return [
        (words.say("ui.case.municipality"), escape(words.municipality(message.municipality))),
        (words.say("ui.case.department"), one_line(message.department or "") or unknown),
        (words.say("ui.case.role"), escape(words.role(message.role))),
    ]
