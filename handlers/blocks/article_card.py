"""An article's card: everything that is known of it, and how its price has gone.

Slack shows no chart in a modal (see `spark`), so the chart is made of characters.
"""

from itertools import pairwise

from bot.article_intents import ShowArticle
from bot.article_shown import ArticleCard, ArticleRef, PricePoint
from handlers import ids
from handlers.blocks import article_lines
from handlers.blocks.common import (
    Block,
    button,
    context,
    fields,
    section,
)
from handlers.blocks.inputs import view
from handlers.blocks.spark import WIDTH, spark
from handlers.blocks.text import clip, one_line
from handlers.blocks.wording import Wording
from handlers.ids import StackOrigin

_VALUE_MAX = 300
_DESCRIPTION_MAX = 1500
_FIELDS = 10
_STEPS_SHOWN = 10
_PROPERTIES_SHOWN = 20
_CHANGES_SHOWN = 12


def card(words: Wording, shown: ArticleCard, origin: StackOrigin) -> Block:
    """The card as a modal; there is nothing to submit."""
    blocks = [
        section(_head(words, shown)),
        *_fields(words, shown),
        *_replacements(words, shown),
        *_steps(words, shown),
        *_history(words, shown),
        *_about(shown),
        context(_seen(words, shown)),
    ]
    if shown.article.example:
        blocks.append(context(words.say("ui.articles.example")))
    return view(words, ids.ARTICLE, words.label("article.title"), blocks, origin)


def _head(words: Wording, shown: ArticleCard) -> str:
    line = shown.article
    rows = [
        f"*{clip(one_line(line.name), article_lines.NAME_MAX)}*",
        f"{words.say('article.copy')}: {article_lines.number(line.article_number)}",
    ]
    if line.gone_on is not None:
        rows.append(f"*{words.say('article.gone', day=line.gone_on)}*")
    return "\n".join(rows)


def _fields(words: Wording, shown: ArticleCard) -> list[Block]:
    """What is known, by tens, which is what a section holds."""
    line = shown.article
    right = "right" if shown.gtin_right else "wrong"
    check = words.say(f"article.gtin.{right}")
    known: list[tuple[str, str | None]] = [
        ("article.supplier", _value(line.supplier)),
        ("article.price", article_lines.unit_price(words, line)),
        ("article.compared", article_lines.compared(words, line)),
        ("article.validity", _validity(words, shown)),
        ("article.package", _value(line.package)),
        ("article.unit", _value(line.unit) if line.price is None else None),
        ("article.minimum", _quantity(words, shown)),
        ("article.list_price", words.price(shown.list_price, line.currency)),
        ("article.contract", _value(shown.contract)),
        ("article.account", _value(shown.account)),
        ("article.brand", _value(shown.brand)),
        ("article.group", _value(shown.product_group)),
        ("article.country", _value(shown.country)),
        ("article.classification", _value(shown.classification)),
    ]
    pairs = [(words.say(key), value) for key, value in known if value]
    if line.gtin:
        pairs.append(("GTIN", f"{article_lines.number(line.gtin)}\n{check}"))
    return [fields(pairs[start : start + _FIELDS]) for start in range(0, len(pairs), _FIELDS)]


def _validity(words: Wording, shown: ArticleCard) -> str | None:
    line = shown.article
    if line.holds != "now":
        return article_lines.validity(words, line)
    if line.valid_from is None and line.valid_to is None:
        return None
    return f"{line.valid_from or ''} – {line.valid_to or ''}".strip()


def _quantity(words: Wording, shown: ArticleCard) -> str | None:
    if shown.minimum is None:
        return None
    return f"{words.number(shown.minimum)} {_value(shown.article.unit) or ''}".strip()


def _replacements(words: Wording, shown: ArticleCard) -> list[Block]:
    pairs = (
        ("articles.replaced_by", shown.article.replaced_by),
        ("articles.replaces", shown.replaces),
    )
    return [_replacement(words, key, ref) for key, ref in pairs if ref is not None]


def _replacement(words: Wording, key: str, ref: ArticleRef) -> Block:
    text = f"*{words.say(key)}*\n{article_lines.reference(words, ref)}"
    if ref.id is None:
        return section(text)
    label = words.label("ui.button.article.show.label", name=ref.name or ref.article_number)
    show = button(ShowArticle(article=ref.id), words.label("ui.button.article.show"), label=label)
    return section(text, show)


def _steps(words: Wording, shown: ArticleCard) -> list[Block]:
    if not shown.steps:
        return []
    rows = [
        "• "
        + words.say(
            "article.step",
            quantity=words.number(step.quantity),
            unit=shown.article.unit or "",
            price=words.price(step.price, shown.article.currency),
        )
        for step in shown.steps[:_STEPS_SHOWN]
    ]
    return [section("\n".join([f"*{words.say('article.steps')}*", *rows]))]


def _history(words: Wording, shown: ArticleCard) -> list[Block]:
    points = shown.history
    if not points:
        return []
    title = f"*{words.say('article.history')}*"
    if len(points) == 1 and points[0].day <= shown.today:
        price = _price(words, points[0])
        same = words.say("article.history.unchanged", day=points[0].day, price=price)
        return [section(f"{title}\n{same}")]
    changes = [_first(words, points[0], shown)]
    changes += [_change(words, old, new, shown) for old, new in pairwise(points)]
    changes.reverse()
    rows = changes[:_CHANGES_SHOWN]
    if len(changes) > len(rows):
        rows.append(words.say("article.history.earlier", count=len(changes) - len(rows)))
    return [section("\n".join([title, *_chart(words, shown), *rows]))]


def _chart(words: Wording, shown: ArticleCard) -> list[str]:
    """The prices so far as bars over their days, where they are of one currency and unit."""
    begun = [point for point in shown.history if point.day <= shown.today]
    if len(begun) < 2 or len({point.of for point in begun}) > 1:  # noqa: PLR2004 - a change
        return []
    end = shown.article.gone_on or shown.today
    bars = spark([(point.day, point.price) for point in begun], max(end, begun[-1].day))
    days = f"{begun[0].day}{str(max(end, begun[-1].day)).rjust(WIDTH - 10)}"
    low, high = (_price(words, pick(begun, key=lambda point: point.price)) for pick in (min, max))
    return [
        f"```\n{bars}\n{days}\n```",
        words.say("article.history.range", low=low, high=high),
    ]


def _first(words: Wording, point: PricePoint, shown: ArticleCard) -> str:
    price = _price(words, point)
    text = words.say("article.history.first", day=point.day, price=price)
    return f"• {_coming(words, text, point, shown)}"


def _change(words: Wording, old: PricePoint, new: PricePoint, shown: ArticleCard) -> str:
    price = _price(words, new)
    change = words.percent(old.price, new.price) if old.of == new.of else None
    if change is None:
        text = words.say("article.history.first", day=new.day, price=price)
    else:
        text = words.say("article.history.change", day=new.day, price=price, change=change)
    return f"• {_coming(words, text, new, shown)}"


def _price(words: Wording, point: PricePoint) -> str | None:
    return article_lines.priced(words, point.price, point.currency, point.unit)


def _coming(words: Wording, text: str, point: PricePoint, shown: ArticleCard) -> str:
    if point.day <= shown.today:
        return text
    return f"{text} – _{words.say('article.history.coming')}_"


def _about(shown: ArticleCard) -> list[Block]:
    """What the list says of it beside: its description and properties."""
    rows = [
        f"• {clip(one_line(name), _VALUE_MAX)}: {clip(one_line(value), _VALUE_MAX)}"
        for name, value in shown.properties[:_PROPERTIES_SHOWN]
    ]
    description = clip(one_line(shown.description or ""), _DESCRIPTION_MAX)
    texts = [*([description] if description else ()), *(["\n".join(rows)] if rows else ())]
    return [section(text) for text in texts]


def _seen(words: Wording, shown: ArticleCard) -> str:
    """When it came, changed and came back."""
    parts = [words.say("article.seen.first", day=shown.first_seen_on)]
    if shown.updated_on != shown.first_seen_on and shown.article.gone_on is None:
        parts.append(words.say("article.seen.updated", day=shown.updated_on))
    if shown.returned_on is not None:
        parts.append(words.say("article.seen.returned", day=shown.returned_on))
    text = " · ".join(parts)
    return text[0].upper() + text[1:]


def _value(text: str | None) -> str | None:
    return clip(one_line(text or ""), _VALUE_MAX) or None
