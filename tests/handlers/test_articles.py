"""An article's card, its price over time, and the forms that find articles."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.article_cards import changes
from bot.article_intents import ArticlesFrom, ShowArticle
from bot.article_shown import ArticleCard, ArticleHits, ArticleLine, ArticleRef, PricePoint
from bot.intents import INTENTS
from bot.messages import GoodsList
from bot.occasion import Place
from bot.sandbox.blockkit import check_view
from handlers.blocks import Renderer, article_card, article_forms, article_lines
from handlers.blocks.spark import BARS, WIDTH, spark
from handlers.blocks.text import fitting, size
from handlers.ids import Origin, StackOrigin
from handlers.payloads import intent_of
from knowledge.text import Lang
from tests.handlers.strategies import LIBRARY, article_cards, articles
from tests.support.surfaces import elements_of, seen_text

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")
ORIGIN = Origin(place=Place(channel="D0KIM00001"), message_ts="1700000000.000200")
STACK = StackOrigin(**ORIGIN.model_dump(), depth=2)
MONDAY = date(2026, 11, 23)
MILK = ArticleLine(
    id=7,
    article_number="710351",
    name="Mellanmjölk 1,5 %",
    supplier="Skånemejerier",
    unit="st",
    package="1,5 l",
    price=Decimal("21.5"),
    currency="SEK",
)
both_languages = pytest.mark.parametrize("lang", Lang)


def check(view: dict[str, Any]) -> None:
    check_view(view)
    View(**view).validate_json()


def point(day: int, price: str, currency: str = "SEK", unit: str | None = "st") -> PricePoint:
    when = MONDAY + timedelta(days=day)
    return PricePoint(day=when, price=Decimal(price), currency=currency, unit=unit)


def shown(card: ArticleCard, lang: Lang = Lang.SV) -> str:
    view = article_card.card(RENDERER.words(lang), card, STACK)
    check(view)
    return seen_text(view)


def card(*history: PricePoint, **more: Any) -> ArticleCard:
    known = {"today": MONDAY, "first_seen_on": date(2026, 1, 12), "updated_on": date(2026, 1, 12)}
    return ArticleCard(article=more.pop("article", MILK), history=history, **{**known, **more})


class TestCard:
    @both_languages
    @given(anything=article_cards)
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_whatever_is_known_slack_takes_it(self, lang: Lang, anything: ArticleCard) -> None:
        view = article_card.card(RENDERER.words(lang), anything, STACK)
        check(view)
        assert StackOrigin.load(view["private_metadata"]) == STACK
        for _, element in elements_of(view):
            assert isinstance(INTENTS.validate_json(element["value"]), ShowArticle)

    def test_the_price_over_time(self) -> None:
        text = shown(card(point(-100, "20"), point(-50, "25"), point(0, "21.50"), point(8, "30")))
        rows = text[text.index("Priset över tid") :].splitlines()
        bars, days = rows[2], rows[3]
        assert len(bars) == len(days) == WIDTH
        assert (bars[0], max(bars), days) == ("▁", "█", "2026-08-15    2026-11-23")
        assert rows[5] == "lägst 20,00 kr/st, högst 25,00 kr/st"
        assert rows[6:10] == [
            "• 2026-12-01: 30,00 kr/st (+39,5 %) – kommer",
            "• 2026-11-23: 21,50 kr/st (−14 %)",
            "• 2026-10-04: 25,00 kr/st (+25 %)",
            "• 2026-08-15: 20,00 kr/st",
        ]

    def test_one_price_is_no_chart(self) -> None:
        text = shown(card(point(-100, "21.5")))
        assert "Samma pris sedan 2026-08-15: 21,50 kr/st" in text
        assert not set(text) & set(BARS)

    def test_prices_of_two_currencies_are_not_compared(self) -> None:
        text = shown(card(point(-100, "20", "EUR"), point(-50, "210")))
        assert "• 2026-10-04: 210,00 kr/st\n" in f"{text}\n"
        assert not set(text) & set(BARS)

    def test_prices_of_two_units_are_not_compared(self) -> None:
        text = shown(card(point(-100, "10"), point(-50, "120", unit="krt"), point(9, "12")))
        assert "• 2026-10-04: 120,00 kr/krt\n• 2026-08-15: 10,00 kr/st" in text
        assert "2026-12-02: 12,00 kr/st –" in text
        assert "%" not in text[text.index("Priset över tid") :]
        assert not set(text) & set(BARS)

    def test_what_is_not_known_of_a_unit_is_not_compared(self) -> None:
        text = shown(card(point(-100, "10", unit=None), point(-50, "120")))
        assert "• 2026-10-04: 120,00 kr/st\n• 2026-08-15: 10,00 kr\n" in f"{text}\n"
        assert not set(text) & set(BARS)

    def test_long_histories_are_cut_and_say_so(self) -> None:
        assert "… och 8 tidigare" in shown(
            card(*(point(at - 40, str(10 + at)) for at in range(20)))
        )

    def test_in_english(self) -> None:
        text = shown(card(point(-2, "20"), point(-1, "25")), Lang.EN)
        assert "2026-11-22: SEK 25.00/st (+25 %)" in text

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"holds": "ended", "valid_to": date(2026, 10, 31)}, "priset gick ut 2026-10-31"),
            ({"holds": "later", "valid_from": date(2027, 1, 1)}, "gäller först från 2027-01-01"),
            ({"valid_to": date(2026, 12, 31)}, "– 2026-12-31"),
            ({"gone_on": date(2026, 11, 2)}, "Varan finns inte längre sedan 2026-11-02."),
            (
                {"replaced_by": ArticleRef(article_number="710352", id=8, name="Mjölk ny")},
                "Ersätts av\n710352 – Mjölk ny",
            ),
            ({"gtin": "2000770000147"}, "kontrollsiffran stämmer"),
        ],
    )
    def test_what_holds(self, change: dict[str, Any], says: str) -> None:
        assert says in shown(card(article=MILK.model_copy(update=change), gtin_right=True))


class TestChanges:
    def test_the_same_price_again_is_no_change(self) -> None:
        assert changes([point(0, "1"), point(7, "1"), point(14, "2")]) == (
            point(0, "1"),
            point(14, "2"),
        )

    def test_a_price_announced_and_overtaken_never_held(self) -> None:
        assert changes([point(0, "1"), point(40, "3"), point(7, "2")]) == (
            point(0, "1"),
            point(7, "2"),
        )

    @given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from("123"))))
    def test_days_rise_and_neighbours_differ(self, seen: list[tuple[int, str]]) -> None:
        kept = changes(point(day, price) for day, price in seen)
        assert all(one.day < other.day for one, other in pairwise(kept))
        assert all(one.price != other.price for one, other in pairwise(kept))
        if seen:
            assert kept[-1].price == Decimal(seen[-1][1])


_HISTORIES = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.decimals("0.01", 9999, places=2)),
    min_size=1,
    max_size=30,
    unique_by=lambda pair: pair[0],
).map(sorted)


class TestSpark:
    @given(_HISTORIES, st.integers(0, 4000), st.integers(1, 60))
    def test_as_wide_as_there_is_room_and_time(
        self, history: Sequence[tuple[date, Decimal]], days: int, width: int
    ) -> None:
        first = history[0][0]
        bars = spark(history, first + timedelta(days=days), width)
        assert len(bars) == min(width, days + 1)
        assert set(bars) <= set(BARS)

    @given(_HISTORIES)
    def test_ends_with_the_last_price(self, history: Sequence[tuple[date, Decimal]]) -> None:
        prices = [price for _, price in history]
        last = spark(history, history[-1][0])[-1]
        assert prices[-1] > min(prices) or max(prices) == min(prices) or last == BARS[0]
        assert prices[-1] < max(prices) or max(prices) == min(prices) or last == BARS[-1]

    @given(_HISTORIES)
    def test_rises_where_prices_rise(self, history: Sequence[tuple[date, Decimal]]) -> None:
        days = [day for day, _ in history]
        rising = list(zip(days, sorted(price for _, price in history), strict=True))
        bars = spark(rising, days[-1])
        assert list(bars) == sorted(bars)

    def test_nothing_has_begun(self) -> None:
        assert spark([(MONDAY, Decimal(1))], MONDAY - timedelta(days=1)) == ""


class TestForms:
    @both_languages
    def test_find(self, lang: Lang) -> None:
        check(article_forms.find(RENDERER.words(lang), STACK))

    @both_languages
    def test_goods(self, lang: Lang) -> None:
        view = article_forms.goods_add(RENDERER.words(lang), ORIGIN)
        check(view)
        assert Origin.load(view["private_metadata"]) == ORIGIN

    @given(st.lists(articles.filter(lambda line: line.id is not None), max_size=20))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_options_have_the_number_whole_and_fit(self, lines: list[ArticleLine]) -> None:
        for line, option in zip(lines, article_forms.choices(lines), strict=True):
            assert 0 < size(option["text"]["text"]) <= 75
            assert option["value"] == str(line.id)

    def test_an_option(self) -> None:
        long = MILK.model_copy(update={"name": "Mellanmjölk " * 12})
        assert article_lines.choice(MILK)["text"]["text"] == (
            "Mellanmjölk 1,5 % · 710351 · Skånemejerier"
        )
        assert article_lines.choice(long)["text"]["text"].endswith("… · 710351 · Skånemejerier")


class TestLists:
    @both_languages
    @pytest.mark.parametrize("goods", [12, 30, 400])
    @pytest.mark.parametrize("long", [5, 60, 400])
    def test_goods_are_shown_whole_and_counted(self, lang: Lang, goods: int, long: int) -> None:
        listed = tuple(f"{at} {'x' * long}" for at in range(goods))
        hits = ArticleHits(
            query="x", hits=(MILK,), question=3, how="several", missing=listed, found=(0,)
        )
        for message in (GoodsList(goods=listed), hits):
            texts = [
                block["text"]["text"]
                for block in RENDERER.render(message, lang).blocks
                if block["type"] == "section"
            ]
            [text] = [text for text in texts if "• 0" in text]
            shown = text.count("•")
            whole = text.splitlines()[-1]
            if shown < goods:
                assert whole in (f"… och {goods - shown} till", f"… and {goods - shown} more")
                assert len(text) + 205 > 3000
            else:
                assert whole.startswith(f"• {goods - 1} ")
            lengths = {len(line.rstrip("…")) for line in text.splitlines() if "• 1" in line}
            assert max(lengths) - min(lengths) <= 2


class TestFitting:
    @given(st.lists(st.text("åx", min_size=1, max_size=40), max_size=30), st.integers(20, 400))
    def test_whole_lines_and_how_many_more(self, lines: list[str], limit: int) -> None:
        text = fitting("head", lines, lambda left: f"+{left}", limit)
        assert len(text) <= limit
        [head, *shown] = text.split("\n")
        assert head == "head"
        if shown and shown[-1].startswith("+"):
            assert shown[:-1] == lines[: len(shown) - 1]
            assert len(shown) - 1 + int(shown[-1]) == len(lines)
        else:
            assert shown == lines


class TestMenuOfSuppliers:
    def test_what_is_chosen_comes_back(self) -> None:
        hits = ArticleHits(
            query="mjölk", hits=(MILK,), question=3, suppliers=("Skånemejerier", "A & B <x>")
        )
        for names, supplier in (("A & B <x>", "A & B <x>"), ("Alla leverantörer", None)):
            blocks = RENDERER.render(hits, Lang.SV).blocks
            [(block, menu)] = [
                pair for pair in elements_of({"blocks": blocks}) if "options" in pair[1]
            ]
            [chosen] = [one for one in menu["options"] if one["text"]["text"] == names]
            pressed = {
                "type": "static_select",
                "block_id": block["block_id"],
                "action_id": menu["action_id"],
                "selected_option": chosen,
            }
            assert intent_of(pressed) == ArticlesFrom(question=3, supplier=supplier)
