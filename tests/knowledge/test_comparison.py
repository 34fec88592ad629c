"""What an article costs for each kilo or litre; numbers that are asked for, and those near them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import Article, ArticleIndex
from knowledge.articles.asked import number_asked, spellings
from knowledge.articles.comparison import comparison_price

_PRICES = st.decimals("0.0001", 99_999, places=4)
_AMOUNTS = st.integers(1, 5000)


class TestComparisonPrice:
    @pytest.mark.parametrize(
        ("price", "unit", "package", "name", "expected", "per"),
        [
            ("21.50", "st", "1,5 l", "Standardmjölk 3 %", "14.33", "l"),
            ("49", "st", "800 g", "Falukorv", "61.25", "kg"),
            ("139", "förp", "2 kg", "Grillkorv 50 g", "69.50", "kg"),
            ("96", "krt", "6 x 1 l", "Apelsinjuice", "16.00", "l"),
            ("96", "KARTONG", "6x1L", "Apelsinjuice 1 l", "16.00", "l"),
            ("24.50", "förp.", "1.0 kg", "Havregryn", "24.50", "kg"),
            ("18", "burk", "4 hg", "Tonfisk", "45.00", "kg"),
            ("0.99", "st", "33 cl", "Läsk 33 cl", "3.00", "l"),
            ("120", "krt", "24 x 33 cl", "Läsk cola 24x33cl", "15.15", "l"),
            ("600", "krt", "12 x 500 g", "Kaffe 12-pack 500 g", "100.00", "kg"),
            ("600", "krt", "12 x 500 g", "Kaffe 12/krt", "100.00", "kg"),
            ("49", "st", "1,5 kg", "Kyckling 1,500 kg", "32.67", "kg"),
            ("49", "st", "800 g", "Servett 3-lag 33x33", "61.25", "kg"),
            ("49", "st", "800 g", "Stålull 50/60 fin", "61.25", "kg"),
        ],
    )
    def test_told(
        self, price: str, unit: str, package: str, name: str, expected: str, per: str
    ) -> None:
        found = comparison_price(Decimal(price), unit, package, name)
        assert found is not None
        assert (str(found.price), found.per) == (expected, per)

    @pytest.mark.parametrize(
        ("unit", "package", "name"),
        [
            ("kg", "5 kg", "Fläskkarré"),  # the price is for a kilo already
            ("kg", "ca 6 kg", "Lax hel"),
            ("st", "10 st", "Servett"),
            ("förp", "42 rullar", "Toalettpapper"),
            ("krt", "5 x 500 ark", "Kopieringspapper A4 80 g"),
            ("st", "6 x 1 l", "Juice"),  # the price of one, or of six?
            ("st", "2 kg", "Grillkorv 50 g"),
            ("st", "1 l", "Mjölk 1,5 l"),  # which of them?
            ("krt", "1 kg", "Skinka 5 kg"),
            ("st", "500 g", "Diskmedel 1 l"),
            ("pall", "500 kg", "Potatis"),
            ("st", "0 g", "Ingenting"),
            ("st", "1/2 l", "Grädde"),
            ("st", "2-3 kg", "Kyckling"),
            ("st", "33 cl", "Läsk cola 24 x 33 cl"),
            ("st", "33 cl", "Läsk cola 24x33cl"),
            ("st", "33 cl", "Läsk cola 24×33cl"),
            ("krt", "1 kg", "Kaffe 12x1kg"),
            ("krt", "1 kg", "Kaffe 12 * 1 kg"),
            ("frp", "500 g", "Kaffe 12-pack 500 g"),
            ("krt", "6 x 500 g", "Kaffe 12-pack 500 g"),
            ("st", "1 l", "Mjölk 10-pack 1 l"),
            ("st", "1 l", "Mjölk 10 pack"),
            ("st", "1 l", "Mjölk 10p"),
            ("st", "1 l", "Mjölk 10 st"),
            ("st", "33 cl", "Läsk 33 cl 6 burkar"),
            ("st", "33 cl", "Läsk 33 cl x 24"),
            ("st", "500 g", "Torkpapper 500 g 6/krt"),
            ("st", "500 g", "Torkpapper 500 g 6 / frp"),
            ("st", "500 g", "Torkpapper 500 g 6 st/krt"),
            ("st", "1 l", "Kaffe, 4-p"),
            ("st", "1.000 g", "Salt"),  # a thousand, or one?
            ("st", "1.500 ml", "Sirap"),
            ("krt", "6 x 1.000 g", "Salt"),
            ("st", "1 kg", "Salt 1.000 g"),
            ("st", None, "Mjölk 1 l"),
            (None, "1 l", "Mjölk"),
        ],
    )
    def test_not_guessed(self, unit: str | None, package: str | None, name: str) -> None:
        assert comparison_price(Decimal(10), unit, package, name) is None

    @pytest.mark.parametrize("price", [None, Decimal(0), Decimal(-1)])
    def test_no_price(self, price: Decimal | None) -> None:
        assert comparison_price(price, "st", "1 l") is None

    @given(_PRICES, _AMOUNTS, st.integers(1, 48))
    def test_the_same_however_the_package_is_written(
        self, price: Decimal, grams: int, pieces: int
    ) -> None:
        kilos = f"{Decimal(grams) / 1000}".replace(".", ",")
        found = {
            comparison_price(price, "krt", f"{pieces} x {grams} g"),
            comparison_price(price, "kartong", f"{pieces}x{grams}gram"),
            comparison_price(price, "Krt", f"{pieces} × {kilos} kg"),
        }
        assert len(found) == 1
        [one] = found
        assert one is not None
        whole = Decimal(grams * pieces) / 1000
        assert abs(one.price * whole - price) <= Decimal("0.005") * whole

    @given(_PRICES, st.text(max_size=12), st.text(max_size=20), st.text(max_size=30))
    def test_whatever_a_list_says(self, price: Decimal, unit: str, package: str, name: str) -> None:
        found = comparison_price(price, unit, package, name)
        assert found is None or found.price >= 0


class TestNumberAsked:
    @pytest.mark.parametrize(
        ("query", "number"),
        [
            ("710351", "710351"),
            ("artikelnummer 710 351", "710 351"),
            ("finns 710351?", "710351"),
            ("GTIN 7310865004703", "7310865004703"),
            ("AB-1234", "AB-1234"),
            ("mjölk 710351", None),
            ("1,5 l", None),
            ("havregryn", None),
            ("", None),
        ],
    )
    def test_number(self, query: str, number: str | None) -> None:
        assert number_asked(query) == number

    def test_spellings(self) -> None:
        assert spellings("ab-012") == ("ab-012", "AB-012", "ab012", "AB012")
        assert spellings("00710 351") == ("00710 351", "00710351", "710351")


class TestNearNumbers:
    INDEX = ArticleIndex.build(
        Article(id=at, article_number=number, gtin=None, name=name, supplier="S", unit="st")
        for at, (number, name) in enumerate(
            [("710351", "Mjölk"), ("710315", "Grädde"), ("710451", "Fil"), ("990000", "Ost")]
        )
    )

    def test_a_number_that_there_is_has_others_near_it(self) -> None:
        near = self.INDEX.near_numbers("710 351")
        assert [one.name for one in near] == ["Grädde", "Fil"]  # a swap is likelier than a slip

    def test_no_more_than_asked_for_and_none_that_is_gone(self) -> None:
        assert len(self.INDEX.near_numbers("710351", limit=1)) == 1
        left = self.INDEX.with_changes(removed=[1])
        assert [one.name for one in left.near_numbers("710351")] == ["Fil"]

    def test_none(self) -> None:
        assert self.INDEX.near_numbers("990000") == ()
        assert self.INDEX.near_numbers("7103") == ()
