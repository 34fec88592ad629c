"""Forms with a menu that finds articles while one types.

Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_data_source
"""

from collections.abc import Iterable

from bot.article_intents import ArticleChosen, GoodsAdd
from bot.article_shown import ArticleLine
from handlers import ids
from handlers.blocks import article_lines
from handlers.blocks.common import Block, actions, button, plain_text, section
from handlers.blocks.inputs import labelled, modal, text_field, view
from handlers.blocks.wording import Wording
from handlers.ids import Origin, StackOrigin, kind_of

SHORTEST_TYPED = 2
_PLACEHOLDER_MAX = 150
_MOST_SENT_ALONG = 10
_GOODS_MAX = 2000


def find(words: Wording, origin: StackOrigin) -> Block:
    """Find an article while typing: the one chosen shows its card."""
    menu = _menu(words, kind_of(ArticleChosen))
    missing = button(GoodsAdd(), words.label("ui.button.goods.add"))
    blocks = [
        section(words.say("article.find.intro")),
        *actions([menu]),
        section(words.say("article.find.missing"), missing),
    ]
    return view(words, ids.ARTICLE_FIND, words.label("article.find.title"), blocks, origin)


def goods_add(words: Wording, origin: Origin) -> Block:
    """One more line of the list of goods not found, unless a search finds it."""
    blocks = [
        labelled(
            ids.ARTICLES,
            words.label("goods.add.search"),
            _menu(words, menu_id()),
            hint=words.label("goods.add.search.hint"),
            optional=True,
        ),
        labelled(
            ids.TEXT,
            words.label("goods.add.text"),
            text_field(multiline=True, longest=_GOODS_MAX),
            hint=words.label("goods.add.text.hint"),
            optional=True,
        ),
    ]
    title = words.label("goods.add.title")
    return modal(words, ids.GOODS_ADD, title, words.label("goods.add.submit"), blocks, origin)


def sent_along(words: Wording) -> Block:
    """A field for articles that go with a reply."""
    menu = {
        **_menu(words, menu_id()),
        "type": "multi_external_select",
        "max_selected_items": _MOST_SENT_ALONG,
    }
    return labelled(
        ids.ARTICLES,
        words.label("ui.form.reply.articles"),
        menu,
        hint=words.label("ui.form.reply.articles.hint"),
        optional=True,
    )


def menu_id() -> str:
    """The action id of a menu of articles in a field of a form, which does nothing by itself."""
    return f"{kind_of(ArticleChosen)}:0"


def choices(lines: Iterable[ArticleLine]) -> list[Block]:
    """The options of a menu of articles."""
    return [article_lines.choice(line) for line in lines]


def _menu(words: Wording, action_id: str) -> Block:
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(words.label("article.find.placeholder"), _PLACEHOLDER_MAX),
        "min_query_length": SHORTEST_TYPED,
    }
