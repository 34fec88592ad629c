"""Articles found, and the list of goods that were not."""

from collections.abc import Sequence
from functools import partial

from bot.article_intents import ArticlesFrom, GoodsAdd, MoreArticles
from bot.article_shown import ArticleFound, ArticleHits
from bot.article_talk import MOST_SHOWN
from bot.intents import GoodsCancel, GoodsDone, GoodsMissing
from bot.messages import GoodsList
from handlers.blocks import article_lines, parts
from handlers.blocks.common import (
    OPTIONS_MAX,
    SECTION_MAX,
    Block,
    actions,
    button,
    context,
    option,
    plain_text,
    section,
)
from handlers.blocks.text import clip, clip_plain, fitting, one_line
from handlers.blocks.wording import Wording
from handlers.ids import ALL_SUPPLIERS, SuppliersMenu, kind_of

_QUERY_MAX = 200
_GOODS_LINE_MAX = 200
_OPTION_VALUE_MAX = 150
_SIMILAR_NAME_MAX = 60
_UNSURE = ("near_number", "nearest")


def hits(words: Wording, message: ArticleHits) -> list[Block]:
    """Each article with its number ready to copy; "Ingen av dem" starts a list."""
    shown = message.hits[:MOST_SHOWN]
    examples = bool(shown) and all(hit.example for hit in shown)
    any_shown = shown or message.gone
    return [
        *(article_lines.article(words, line, mark_example=False) for line in message.gone),
        section(_intro(words, message)),
        *(
            article_lines.article(words, hit, message.question, mark_example=not examples)
            for hit in shown
        ),
        *_similar(words, message),
        *_missing(words, message),
        *([context(words.say("ui.articles.examples"))] if examples else ()),
        *([context(words.say("ui.articles.copy"))] if shown else ()),
        *_narrowed(words, message),
        *(parts.feedback(words, message.question) if any_shown else ()),
        *actions([*_to_the_list(words, message), parts.person_button(words, message.question)]),
    ]


def found(words: Wording, message: ArticleFound) -> list[Block]:
    """An article that was looked up while the list was written; it may be gone by now."""
    gone = message.article.gone_on is not None
    return [
        section(words.say("articles.found_gone" if gone else "articles.found_one")),
        article_lines.article(words, message.article, mark_example=True),
        *([] if gone else [context(words.say("ui.articles.copy"))]),
    ]


def goods(words: Wording, message: GoodsList) -> list[Block]:
    """The list so far, with the ways to add to it and to end it."""
    done = button(GoodsDone(), words.label("ui.button.goods.done"), style="primary")
    add = button(GoodsAdd(), words.label("ui.button.goods.add"))
    cancel = button(GoodsCancel(), words.label("ui.button.goods.cancel"))
    return [
        _listed(words, "ui.goods.title", message.goods),
        context(words.say("ui.goods.write")),
        *actions([*([done] if message.goods else []), add, cancel]),
    ]


def _intro(words: Wording, message: ArticleHits) -> str:
    """What was asked for, and how sure it is that this is it."""
    return words.say(
        _intro_key(message),
        query=clip_plain(message.query, _QUERY_MAX),
        supplier=clip_plain(message.supplier or "", _QUERY_MAX),
    )


def _intro_key(message: ArticleHits) -> str:
    whose = "" if message.supplier is None else ".from"
    if message.how == "gone":
        return "articles.alike" if message.hits else "articles.gone.nothing"
    if not message.hits:
        return "articles.from.none" if whose else "ui.articles.none"
    match message.how:
        case "number":
            return "articles.number" if len(message.hits) == 1 else "articles.numbers"
        case "nearest":
            return f"articles{whose}.nearest"
        case "found":
            return "articles.from" if whose else "ui.articles.found"
        case _:
            return f"articles.{message.how}"


def _to_the_list(words: Wording, message: ArticleHits) -> list[Block]:
    """The ways to the list of goods not found: with those missing, with all, or with the one."""
    any_shown = message.hits or message.gone
    start = words.label("ui.button.goods.start")
    none = words.label("ui.button.goods.missing")
    whole = GoodsMissing(question=message.question)
    if not any_shown:
        return [button(whole, start, style="primary")]
    if message.missing:
        rest = GoodsMissing(question=message.question, found=message.found)
        return [button(rest, start, style="primary"), button(whole, none)]
    return [button(whole, none, style="primary" if message.how in _UNSURE else None)]


def _missing(words: Wording, message: ArticleHits) -> list[Block]:
    if not message.missing or not message.hits:
        return []
    return [_listed(words, "articles.several.missing", message.missing)]


def _listed(words: Wording, title: str, goods: Sequence[str]) -> Block:
    """As many goods as a section holds, and how many more there are."""
    lines = [f"• {clip(one_line(one), _GOODS_LINE_MAX)}" for one in goods]
    head, more = words.say(title), partial(_more, words)
    return section(fitting(head, lines, more, SECTION_MAX))


def _more(words: Wording, left: int) -> str:
    return words.say("ui.goods.more", count=left)


def _similar(words: Wording, message: ArticleHits) -> list[Block]:
    if not message.similar:
        return []
    shown = [
        f"{article_lines.number(ref.article_number)} "
        f"{clip(one_line(ref.name or ''), _SIMILAR_NAME_MAX)}"
        for ref in message.similar
    ]
    return [context(f"{words.say('articles.similar')} {' · '.join(shown)}")]


def _narrowed(words: Wording, message: ArticleHits) -> list[Block]:
    """The ways to fewer hits and to more."""
    full = len(message.hits) >= MOST_SHOWN
    more = MoreArticles(
        question=message.question, shown=len(message.hits), supplier=message.supplier
    )
    row = [
        *_suppliers(words, message),
        *([button(more, words.label("ui.button.articles.more"))] if message.more > 0 else ()),
    ]
    block_id = SuppliersMenu(question=message.question).dump()
    narrow = [context(words.say("articles.narrow"))] if full else []
    return [*narrow, *actions(row, block_id)]


def _suppliers(words: Wording, message: ArticleHits) -> list[Block]:
    """The menu of suppliers, where there are several."""
    names = [name for name in message.suppliers if 0 < len(name) <= _OPTION_VALUE_MAX]
    if len(names) < 2:  # noqa: PLR2004 - a choice
        return []
    everybody = option(words.label("articles.supplier.all"), ALL_SUPPLIERS)
    options = [everybody, *(option(name, name) for name in names)][:OPTIONS_MAX]
    menu: Block = {
        "type": "static_select",
        "action_id": kind_of(ArticlesFrom),
        "placeholder": plain_text(words.label("articles.supplier.placeholder"), _OPTION_VALUE_MAX),
        "options": options,
    }
    chosen = [one for one in options if one["value"] == message.supplier]
    return [{**menu, "initial_option": chosen[0]} if chosen else menu]
