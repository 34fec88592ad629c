"""An article in a few lines, as it stands among hits."""

from datetime import date
from decimal import Decimal

from bot.article_intents import ShowArticle
from bot.article_shown import ArticleLine, ArticleRef
from handlers.blocks.common import OPTION_MAX, Block, button, option, section
from handlers.blocks.text import clip, clip_plain, code, one_line, size
from handlers.blocks.wording import Wording

NAME_MAX = 400
DETAIL_MAX = 200
_SUPPLIER_IN_OPTION = 22
_SHORT_SIZE = 12
_NO_BREAK = "\N{NO-BREAK SPACE}"
_NEVER = date(2099, 1, 1)
"""From here on an end is a system's way of saying that there is none."""


def article(
    words: Wording, line: ArticleLine, question: int | None = None, *, mark_example: bool
) -> Block:
    """An article with a button to its card; `question` is that of which it is a hit."""
    return section(text(words, line, mark_example=mark_example), _show(words, line, question))


def text(words: Wording, line: ArticleLine, *, mark_example: bool) -> str:
    """Its name, its number ready to copy, supplier, package, price and what replaces it.

    Of one that is no longer sold: since when, and what replaces it. An example among real ones is
    marked as such.
    """
    package = [_together(one) for one in _short(line.package)]
    details = [number(line.article_number), *_short(line.supplier), *package]
    if line.gone_on is None:
        rows = [" · ".join(details), " · ".join(_price(words, line))]
    else:
        rows = [" · ".join(details), f"*{words.say('articles.gone', day=line.gone_on)}*"]
    if line.gtin:
        rows.append(f"GTIN {number(line.gtin)}")
    if line.replaced_by is not None:
        rows.append(f"{words.say('articles.replaced_by')} {reference(words, line.replaced_by)}")
    if mark_example and line.example:
        rows.append(f"_{words.say('ui.articles.example')}_")
    return "\n".join([f"*{clip(one_line(line.name), NAME_MAX)}*", *rows])


def number(value: str) -> str:
    """A number as code, easy to copy."""
    return code(clip_plain(value, DETAIL_MAX))


def reference(words: Wording, ref: ArticleRef) -> str:
    """Another article: its number, its name where we know it, and that it is gone."""
    shown = number(ref.article_number)
    if ref.name:
        shown += f" – {clip(one_line(ref.name), NAME_MAX)}"
    return f"{shown} ({words.say('articles.ref.gone')})" if ref.gone else shown


def unit_price(words: Wording, line: ArticleLine) -> str | None:
    """A price for one unit: 21,50 kr/st."""
    return priced(words, line.price, _currency(line), line.unit)


def priced(
    words: Wording, amount: Decimal | None, currency: str | None, unit: str | None
) -> str | None:
    """An amount for one unit, if that is known."""
    price = words.price(amount, currency)
    short = clip(one_line(unit or ""), DETAIL_MAX)
    return f"{price}/{short}" if price and short else price


def compared(words: Wording, line: ArticleLine) -> str | None:
    """The comparison price: 14,33 kr/l."""
    if line.compared is None:
        return None
    return f"{words.price(line.compared.price, _currency(line))}/{line.compared.per}"


def validity(words: Wording, line: ArticleLine) -> str | None:
    """Until when the price holds, or plainly that it does not hold."""
    match line.holds:
        case "ended":
            return words.say("articles.price.ended", day=line.valid_to or "")
        case "later":
            return words.say("articles.price.later", day=line.valid_from or "")
        case "now" if line.valid_to is not None and line.valid_to < _NEVER:
            return words.say("articles.price.until", day=line.valid_to)
        case _:
            return None


def choice(line: ArticleLine) -> Block:
    """An article as an option of a menu: its name, number and supplier; its number is whole."""
    rest = f" · {clip_plain(line.article_number, 30)} · {_supplier(line)}"
    name = clip_plain(line.name, OPTION_MAX - size(rest))
    return option(name + rest, str(line.id))


def _supplier(line: ArticleLine) -> str:
    return clip_plain(line.supplier, _SUPPLIER_IN_OPTION)


def _show(words: Wording, line: ArticleLine, question: int | None) -> Block | None:
    if line.id is None:
        return None
    label = words.label("ui.button.article.show.label", name=line.name)
    intent = ShowArticle(article=line.id, question=question)
    return button(intent, words.label("ui.button.article.show"), label=label)


def _price(words: Wording, line: ArticleLine) -> list[str]:
    price = unit_price(words, line)
    if price is None:
        return [*_short(line.unit), words.say("articles.price.none")]
    beside = compared(words, line)
    shown = f"{price} ({beside})" if beside else price
    holds = validity(words, line)
    return [shown, holds] if holds else [shown]


def _together(size: str) -> str:
    """A size that no line ends within: “1,5 l”."""
    return size.replace(" ", _NO_BREAK) if len(size) <= _SHORT_SIZE else size


def _short(value: str | None) -> list[str]:
    return [clip(one_line(value), DETAIL_MAX)] if value and value.strip() else []


def _currency(line: ArticleLine) -> str | None:
    return one_line(line.currency) if line.currency else None
