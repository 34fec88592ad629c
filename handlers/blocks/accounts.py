"""The coordinators' view of new articles and their accounts: in groups, one by one, forms."""

from collections.abc import Sequence

from bot.account_intents import (
    AccountScope,
    AccountsExport,
    AccountsLater,
    AccountsNew,
    AccountsOne,
    AccountsOpen,
    AccountsOther,
    AccountsSheet,
    AccountsTie,
    AccountsTieAll,
    AccountsUndo,
    Grouping,
)
from bot.accounts.outcomes import Told
from bot.accounts.shown import GroupShown, OneShown, Overview
from bot.accounts.wording import Phrase, confidence_phrase, reason_phrase
from bot.outcomes import Refused
from handlers import ids
from handlers.blocks.common import (
    Block,
    actions,
    button,
    context,
    divider,
    fields,
    plain_text,
    section,
)
from handlers.blocks.inputs import labelled, modal, text_field, view
from handlers.blocks.text import clip, one_line
from handlers.blocks.wording import Wording
from handlers.ids import AccountsOrigin
from knowledge.accounts import CODE_MAX, NAME_MAX, Reason

PAGE = 20
_GROUPINGS: tuple[Grouping, ...] = ("group", "supplier", "account")
_TEXT_MAX = 600
_NAME_MAX = 150


def listed(
    words: Wording, shown: Overview, notice: Told | Refused | None, origin: AccountsOrigin
) -> Block:
    """The groups of articles, a page of them, and what can be done with all."""
    pages = max(1, -(-len(shown.groups) // PAGE))
    page = min(origin.page, pages - 1)
    origin = origin.model_copy(update={"page": page, "scope": None})
    blocks: list[Block] = [
        *_notice(words, notice),
        section(_intro(words, shown)),
        *actions(_for_all(words, shown)),
    ]
    if shown.groups:
        by = words.say(f"accounts.by.{shown.by}")
        blocks += [context(words.say("accounts.grouped", by=by)), *actions(_by(words, shown))]
    for group in shown.groups[page * PAGE : (page + 1) * PAGE]:
        blocks += [divider(), *_group(words, group)]
    turning = [
        button(
            AccountsOpen(by=shown.by, page=to, later=shown.showing_later),
            words.label(f"accounts.button.{name}"),
        )
        for name, to in (("previous", page - 1), ("next_page", page + 1))
        if 0 <= to < pages
    ]
    blocks += actions(turning)
    if shown.accounts:
        blocks += [divider(), *actions(_exports(words))]
    return _view(words, blocks, origin)


def waiting(words: Wording, origin: AccountsOrigin) -> Block:
    """While suggestions are worked out."""
    return view(
        words,
        ids.ACCOUNTS,
        words.label("accounts.title"),
        [section(words.say("accounts.waiting"))],
        origin,
    )


def one(
    words: Wording,
    shown: OneShown | None,
    notice: Told | Refused | None,
    origin: AccountsOrigin,
) -> Block:
    """One article with its suggestion; None when nothing of the group is left."""
    back = button(
        AccountsOpen(by=origin.by, page=origin.page, later=origin.later),
        words.label("accounts.button.to_list"),
    )
    if shown is None:
        done = section(words.say("accounts.one.done"))
        return view(
            words,
            ids.ACCOUNTS,
            words.label("accounts.title"),
            [*_notice(words, notice), done, *actions([back])],
            origin,
        )
    scope = shown.scope
    facts = [
        (words.say("accounts.one.number"), one_line(shown.number)),
        (words.say("accounts.one.supplier"), one_line(shown.supplier)),
        (words.say("accounts.one.group"), one_line(shown.group or "–")),
        (words.say("accounts.one.package"), one_line(shown.package or "–")),
    ]
    place = words.say("accounts.one.place", place=shown.place, of=shown.of)
    blocks = [
        *_notice(words, notice),
        context(place),
        section(f"*{clip(one_line(shown.name), _NAME_MAX)}*"),
        fields(facts),
        section(_suggestion(words, shown)),
        *actions(_ties(words, shown)),
        *actions(
            [
                button(
                    AccountsOther(article=shown.article),
                    words.label("ui.button.accounts.other"),
                ),
                button(
                    AccountsLater(scope=scope, article=shown.article),
                    words.label("ui.button.accounts.later"),
                ),
                button(
                    AccountsOne(scope=scope, after=shown.article), words.label("accounts.one.next")
                ),
                back,
            ]
        ),
    ]
    return _view(words, blocks, origin)


def form(
    words: Wording,
    whom: str,
    origin: AccountsOrigin,
    *,
    known: bool,
) -> Block:
    """The form for an account, of those that are `known` or a new one; `whom` it is for."""
    blocks: list[Block] = [section(whom)]
    if known:
        menu: Block = {
            "type": "external_select",
            "action_id": ids.ACCOUNT_MENU,
            "placeholder": plain_text(words.label("accounts.form.known.hint"), 150),
            "min_query_length": 0,
        }
        label = words.label("accounts.form.known")
        blocks.append(labelled(ids.ACCOUNT_CHOSEN, label, menu, optional=True))
    blocks += _new_account(words, optional=known)
    title = words.label("accounts.form.title")
    submit = words.label("accounts.form.tie")
    return modal(words, ids.ACCOUNT_FORM, title, submit, blocks, origin)


def new_account(words: Wording, origin: AccountsOrigin) -> Block:
    """The form for an account that is to be known."""
    blocks = _new_account(words, optional=False, hint="accounts.form.rename.hint")
    title = words.label("accounts.form.title.new")
    return modal(words, ids.ACCOUNT_NEW, title, words.label("ui.form.save"), blocks, origin)


def _new_account(words: Wording, *, optional: bool, hint: str | None = None) -> list[Block]:
    return [
        labelled(
            ids.ACCOUNT_CODE,
            words.label("accounts.form.code"),
            text_field(longest=CODE_MAX),
            hint=words.label("accounts.form.code.hint"),
            optional=optional,
        ),
        labelled(
            ids.ACCOUNT_NAME,
            words.label("accounts.form.name"),
            text_field(longest=NAME_MAX),
            hint=words.label(hint) if hint else None,
            optional=optional,
        ),
    ]


def _intro(words: Wording, shown: Overview) -> str:
    if shown.showing_later:
        key = "accounts.intro.later" if shown.later else "accounts.intro.later.none"
        return words.say(key, count=shown.later)
    if not shown.total:
        return words.say(f"accounts.intro.{_nothing(shown)}", later=shown.later)
    if shown.looked < shown.total:
        intro = words.say("accounts.intro.newest", count=shown.total, looked=shown.looked)
    elif shown.total == 1:
        intro = words.say("accounts.intro.one")
    else:
        intro = words.say("accounts.intro", count=shown.total)
    more = [
        *([words.say("accounts.intro.working")] if shown.working and shown.accounts else []),
        *([] if shown.accounts else [words.say("accounts.first")]),
    ]
    return "\n\n".join([intro, *more])


def _nothing(shown: Overview) -> str:
    """What to say when nothing waits."""
    if shown.later:
        return "only_later"
    return "none" if shown.any_articles else "no_articles"


def _for_all(words: Wording, shown: Overview) -> list[Block]:
    first = not shown.accounts
    sheet = button(AccountsSheet(), words.label("ui.button.accounts.sheet"))
    new = button(
        AccountsNew(),
        words.label("ui.button.accounts.new"),
        style="primary" if first else None,
    )
    buttons = [sheet, new] if shown.total or shown.later else [new]
    if shown.showing_later:
        buttons.append(button(AccountsOpen(by=shown.by), words.label("accounts.button.back")))
    elif shown.later:
        text = words.label("accounts.button.later_list", count=shown.later)
        buttons.append(button(AccountsOpen(by=shown.by, later=True), text))
    if shown.working and shown.accounts:
        anew = AccountsOpen(by=shown.by, later=shown.showing_later, fresh=True)
        buttons.append(button(anew, words.label("accounts.button.anew")))
    return buttons


def _exports(words: Wording) -> list[Block]:
    return [
        button(AccountsExport(), words.label("ui.button.accounts.export")),
        button(AccountsExport(whole=True), words.label("accounts.button.export_all")),
    ]


def _by(words: Wording, shown: Overview) -> list[Block]:
    return [
        button(
            AccountsOpen(by=by, later=shown.showing_later), words.label(f"accounts.button.by.{by}")
        )
        for by in _GROUPINGS
        if by != shown.by
    ]


def _group(words: Wording, group: GroupShown) -> list[Block]:
    scope = group.scope
    lines = [f"*{_label(words, scope)}* · {words.say('accounts.group.count', count=group.total)}"]
    if group.account is None:
        lines += _unsuggested(words, group)
    else:
        suggestion = words.say("accounts.group.suggestion", account=group.account.text)
        lines.append(f"{suggestion} – {_phrase(words, confidence_phrase(group.confidence))}")
        lines += _why(words, group.reasons)
    names = ", ".join(group.names)
    lines.append(clip(words.say("accounts.group.examples", names=names), _TEXT_MAX))
    if 0 < group.sure < group.total:
        params = {"sure": group.sure, "count": group.total}
        lines.append(words.say("accounts.group.some_sure", **params))
    return [section("\n".join(lines)), *actions(_group_buttons(words, group))]


def _unsuggested(words: Wording, group: GroupShown) -> list[str]:
    """Why there is no suggestion: it was not judged yet, or nothing is alike."""
    lines = []
    if group.waiting < group.total:
        lines.append(words.say("accounts.group.no_suggestion"))
    if group.waiting:
        lines.append(words.say("accounts.group.waiting", count=group.waiting))
    return lines


def _group_buttons(words: Wording, group: GroupShown) -> list[Block]:
    buttons = []
    if group.sure and group.account is not None:
        key = "tie_all" if group.sure == group.total else "tie_sure"
        buttons.append(
            button(
                AccountsTieAll(group=group.seen),
                words.label(f"accounts.button.{key}", count=group.sure),
                style="primary",
                confirm=_confirmation(words, group.account.text),
            )
        )
    other = "ui.button.accounts.other" if group.account else "accounts.button.choose"
    return [
        *buttons,
        button(AccountsOne(scope=group.scope), words.label("ui.button.accounts.one")),
        button(AccountsOther(group=group.seen), words.label(other)),
    ]


def _confirmation(words: Wording, account: str) -> Block:
    return {
        "title": plain_text(words.label("ui.confirm.title"), 100),
        "text": plain_text(words.label("accounts.confirm.tie_all", account=account), 300),
        "confirm": plain_text(words.label("accounts.confirm.yes"), 30),
        "deny": plain_text(words.label("ui.confirm.no"), 30),
    }


def _label(words: Wording, scope: AccountScope) -> str:
    if scope.label is None:
        return words.say("accounts.group.all")
    return one_line(scope.label) or words.say("accounts.group.unnamed")


def _suggestion(words: Wording, shown: OneShown) -> str:
    if shown.suggested is None:
        waits = "accounts.one.waiting"
        return words.say(waits if shown.waiting else "accounts.group.no_suggestion")
    suggestion = words.say("accounts.group.suggestion", account=shown.suggested.text)
    sure = _phrase(words, confidence_phrase(shown.confidence))
    return "\n".join([f"{suggestion} – {sure}", *_why(words, shown.reasons)])


def _ties(words: Wording, shown: OneShown) -> list[Block]:
    accounts = [*([shown.suggested] if shown.suggested else []), *shown.others]
    return [
        button(
            AccountsTie(scope=shown.scope, article=shown.article, account=account.code),
            words.label("accounts.one.tie", account=account.text),
            style="primary" if at == 0 else None,
        )
        for at, account in enumerate(accounts)
    ]


def _why(words: Wording, reasons: Sequence[Reason]) -> list[str]:
    if not reasons:
        return []
    said = "; ".join(_phrase(words, reason_phrase(one)) for one in reasons)
    why = words.library.phrases.text("accounts.group.reason", words.lang, reasons=said)
    return [clip(why, _TEXT_MAX)]


def _phrase(words: Wording, phrase: Phrase) -> str:
    return words.say(phrase.key, **phrase.params)


def _notice(words: Wording, notice: Told | Refused | None) -> list[Block]:
    """What was just done, or why not, over everything else; with a way back."""
    if notice is None:
        return []
    text = words.say(notice.key, **notice.params)
    if isinstance(notice, Told) and notice.batch is not None:
        undo = button(AccountsUndo(batch=notice.batch), words.label("ui.button.accounts.undo"))
        return [section(text, undo), divider()]
    return [section(text), divider()]


def _view(words: Wording, blocks: Sequence[Block], origin: AccountsOrigin) -> Block:
    return view(words, ids.ACCOUNTS, words.label("accounts.title"), blocks, origin)
