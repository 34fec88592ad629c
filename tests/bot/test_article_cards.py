"""What the database knows of articles: lines among hits, those that are gone, cards."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, select

from bot.article_cards import ArticleCards
from bot.article_shown import ArticleCard, PricePoint, Step
from bot.catalogue import Catalogue
from bot.database.models import ArticleRow
from bot.database.session import Database
from knowledge.articles import Article
from knowledge.library import default_content_dir, load_library
from tests.knowledge.pricelists.writers import catalogue as peppol
from tests.knowledge.pricelists.writers import item

PARTIES = load_library(default_content_dir()).parties
HEAD = "Artikelnummer;Benämning;Enhet;Förpackning;Pris;Valuta;GTIN;Giltig fr.o.m.;Giltig t.o.m."
STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # already the third in Stockholm

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cards(clock: Clock) -> ArticleCards:
    return ArticleCards(clock, STOCKHOLM)


@pytest.fixture
def read(db: Database, tmp_path: Path, clock: Clock) -> Callable[..., None]:
    """Reads a list of Lyreco's: rows of a spreadsheet, or the bytes of a catalogue."""
    catalogue = Catalogue(db, PARTIES, clock)

    def reads(*rows: str | bytes) -> None:
        content = rows[0] if isinstance(rows[0], bytes) else None
        path = tmp_path / ("l.xml" if content else "l.csv")
        path.write_bytes(content or "\n".join([HEAD, *map(str, rows)]).encode())
        assert catalogue.import_list(path, "Lyreco", confirmed=True).rejected == ()

    return reads


def id_of(db: Database, number: str) -> int:
    with db.read() as session:
        return session.scalars(
            select(ArticleRow.id).where(ArticleRow.article_number == number)
        ).one()


def card(db: Database, cards: ArticleCards, number: str) -> ArticleCard:
    with db.read() as session:
        found = cards.card(session, id_of(db, number))
    assert found is not None
    return found


def test_a_price_over_time(
    db: Database, cards: ArticleCards, clock: Clock, read: Callable[..., None]
) -> None:
    for price in ("20", "20,00", "25", "21,50"):
        read(f"1;Kaffe;st;500 g;{price};SEK;;;")
        clock.now += timedelta(days=7)
    read("1;Kaffe;st;500 g;30;SEK;;2026-05-01;2026-12-31")
    found = card(db, cards, "1")
    assert found.history == (
        PricePoint(day=date(2026, 3, 3), price=Decimal(20), currency="SEK", unit="st"),
        PricePoint(day=date(2026, 3, 17), price=Decimal(25), currency="SEK", unit="st"),
        PricePoint(day=date(2026, 3, 24), price=Decimal("21.5"), currency="SEK", unit="st"),
        PricePoint(day=date(2026, 5, 1), price=Decimal(30), currency="SEK", unit="st"),
    )
    assert (found.article.holds, found.article.valid_to) == ("later", date(2026, 12, 31))
    assert found.article.compared is not None
    assert (found.article.compared.price, found.article.compared.per) == (Decimal(60), "kg")
    assert (found.first_seen_on, found.updated_on) == (date(2026, 3, 3), date(2026, 3, 31))
    clock.now += timedelta(days=365)
    assert card(db, cards, "1").article.holds == "ended"


def test_another_unit_is_another_price(
    db: Database, cards: ArticleCards, clock: Clock, read: Callable[..., None]
) -> None:
    read("1;Ost;st;500 g;10;SEK;;;")
    clock.now += timedelta(days=7)
    read("1;Ost;ST;500 g;10;SEK;;;")
    clock.now += timedelta(days=7)
    read("1;Ost;krt;12 x 500 g;10;SEK;;;")
    assert [(point.price, point.unit) for point in card(db, cards, "1").history] == [
        (Decimal(10), "st"),
        (Decimal(10), "krt"),
    ]


def test_gone_and_back_and_what_comes_instead(
    db: Database, cards: ArticleCards, clock: Clock, read: Callable[..., None]
) -> None:
    gtin = "2000110000080"
    read(peppol(item("A-1", "Ettan", gtin=gtin), item("2", "Tvåan")))
    instead = "<cac:ReplacementRelatedItem><cbc:ID>2</cbc:ID></cac:ReplacementRelatedItem>"
    clock.now += timedelta(days=1)
    read(peppol(item("A-1", "Ettan", gtin=gtin, more=instead, action="Update"), action="Update"))
    clock.now += timedelta(days=1)
    read(peppol(item("A-1", "Ettan", action="Delete"), action="Update"))
    with db.read() as session:
        for asked in ("A-1", "a-1", gtin):
            [line] = cards.gone(session, asked)
            assert (line.name, line.gone_on) == ("Ettan", date(2026, 3, 5))
        assert line.replaced_by is not None
        assert (line.replaced_by.name, line.replaced_by.gone) == ("Tvåan", False)
        assert cards.gone(session, "2") == ()
        assert cards.gone(session, "0") == ()
    clock.now += timedelta(days=1)
    read(peppol(item("A-1", "Ettan", gtin=gtin)))
    found = card(db, cards, "A-1")
    assert (found.article.gone_on, found.returned_on) == (None, date(2026, 3, 6))
    assert found.gtin_right


def test_all_that_a_catalogue_says(
    db: Database, cards: ArticleCards, read: Callable[..., None]
) -> None:
    steps = "".join(
        "<cac:RequiredItemLocationQuantity>"
        f'<cbc:MinimumQuantity unitCode="C62">{least}</cbc:MinimumQuantity>'
        f'<cac:Price><cbc:PriceAmount currencyID="SEK">{price}</cbc:PriceAmount></cac:Price>'
        "</cac:RequiredItemLocationQuantity>"
        for least, price in ((10, "140"), (50, "130.5"))
    )
    more = '<cbc:MinimumOrderQuantity unitCode="C62">3</cbc:MinimumOrderQuantity>'
    inside = "<cbc:BrandName>Märket</cbc:BrandName>"
    property_ = (
        "<cac:AdditionalItemProperty><cbc:Name>Färg</cbc:Name><cbc:Value>blå</cbc:Value>"
        "</cac:AdditionalItemProperty>"
    )
    read(peppol(item("1", "Pärm", inside=inside + property_, more=more + steps)))
    found = card(db, cards, "1")
    assert found.brand == "Märket"
    assert found.properties == (("Färg", "blå"),)
    assert found.minimum == 3
    assert found.steps == (
        Step(quantity=Decimal(10), price=Decimal(140)),
        Step(quantity=Decimal(50), price=Decimal("130.5")),
    )


def test_none(db: Database, cards: ArticleCards) -> None:
    with db.read() as session:
        assert cards.card(session, 7) is None
        assert cards.line(session, 7) is None
        assert cards.gone(session, "7") == ()


def test_hits_keep_their_order_and_are_shown_as_found_when_the_database_has_others(
    db: Database, cards: ArticleCards, read: Callable[..., None]
) -> None:
    read("1;Kaffe;st;;20;SEK;;;", "2;Te;st;;30;SEK;;;")
    ids = {number: id_of(db, number) for number in ("1", "2")}

    def hit(number: str, name: str, id_: int) -> Article:
        return Article(id_, number, None, name, "Lyreco", "st")

    found = [hit("2", "Te", ids["2"]), hit("9", "Annat", ids["1"]), hit("8", "Okänt", 10**6)]
    with db.read() as session:
        lines = cards.lines(session, found)
    assert [(line.name, line.id) for line in lines] == [
        ("Te", ids["2"]),
        ("Annat", None),
        ("Okänt", None),
    ]


def test_a_card_costs_a_few_questions_however_many_articles(
    db: Database, cards: ArticleCards, read: Callable[..., None]
) -> None:
    read(*(f"{number};Vara {number};st;;{number};SEK;;;" for number in range(1, 30)))
    asked: list[str] = []
    event.listen(
        db.engine,
        "before_cursor_execute",
        lambda *call: asked.append(call[2]) if call[2].startswith("SELECT") else None,
    )
    with db.read() as session:
        lines = cards.lines(
            session,
            [Article(at, str(at), None, f"Vara {at}", "Lyreco", "st") for at in range(1, 30)],
        )
        assert len(lines) == 29
        lined = len(asked)
        assert cards.card(session, lines[0].id or 0) is not None
    assert lined == 1
    assert len(asked) - lined <= 3
