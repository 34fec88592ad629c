"""Articles found, and the list of goods that were not."""

from bot.intents import GoodsCancel, GoodsDone, GoodsMissing
from bot.messages import ArticleHits, ArticleLine, GoodsList
from handlers.blocks import parts
from handlers.blocks.common import Block, actions, button, context, section
from handlers.blocks.text import clip, clip_plain, code, one_line
from handlers.blocks.wording import Wording

_NAME_MAX = 400
_DETAIL_MAX = 200
_QUERY_MAX = 200
_GOODS_MAX = 800  # characters carried in a button, whose value holds 2,000
_HITS_MAX = 10
_GOODS_SHOWN = 30


def hits(words: Wording, message: ArticleHits) -> list[Block]:
    """Each article with its number ready to copy; "Ingen av dem" starts a list."""
    query = clip_plain(message.query, _QUERY_MAX)
    missing = GoodsMissing(query=message.query[:_GOODS_MAX])
    if not message.hits:
        return [
            section(words.say("ui.articles.none", query=query)),
            *actions(
                [
                    button(missing, words.label("ui.button.goods.start"), style="primary"),
                    parts.person_button(words, message.question),
                ]
            ),
        ]
    examples = all(hit.example for hit in message.hits)
    return [
        section(words.say("ui.articles.found", query=query)),
        *(section(_article(words, hit, mark=not examples)) for hit in message.hits[:_HITS_MAX]),
        *([context(words.say("ui.articles.examples"))] if examples else ()),
        context(words.say("ui.articles.copy")),
        *parts.feedback(words, message.question),
        *actions(
            [
                button(missing, words.label("ui.button.goods.missing")),
                parts.person_button(words, message.question),
            ]
        ),
    ]


def goods(words: Wording, message: GoodsList) -> list[Block]:
    """The list so far, with the ways to end it."""
    shown = [f"• {clip(one_line(item), _DETAIL_MAX)}" for item in message.goods[:_GOODS_SHOWN]]
    more = len(message.goods) - len(shown)
    if more:
        shown.append(words.say("ui.goods.more", count=more))
    done = button(GoodsDone(), words.label("ui.button.goods.done"), style="primary")
    cancel = button(GoodsCancel(), words.label("ui.button.goods.cancel"))
    return [
        section("\n".join([words.say("ui.goods.title"), *shown])),
        context(words.say("ui.goods.write")),
        *actions([*([done] if message.goods else []), cancel]),
    ]


def _article(words: Wording, hit: ArticleLine, *, mark: bool) -> str:
    """An article; an example among real ones is marked as such."""
    details = [
        code(clip_plain(hit.article_number, _DETAIL_MAX)),
        *(
            clip(one_line(detail), _DETAIL_MAX)
            for detail in (
                hit.supplier,
                hit.unit,
                hit.package,
                words.price(hit.price, hit.currency),
            )
            if detail
        ),
    ]
    if hit.gtin:
        details.append(f"GTIN {code(clip_plain(hit.gtin, _DETAIL_MAX))}")
    if mark and hit.example:
        details.append(f"_{words.say('ui.articles.example')}_")
    return f"*{clip(one_line(hit.name), _NAME_MAX)}*\n{' · '.join(details)}"
