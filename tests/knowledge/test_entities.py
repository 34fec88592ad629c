from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities import Entities, EntityKind, EntityRecogniser, Name
from knowledge.language import fold
from tests.knowledge.understanding import lexicon, recogniser


def _kinds(text: str) -> dict[EntityKind, tuple[str, ...]]:
    found = recogniser().find(text)
    return {entity.kind: found.of(entity.kind) for entity in found.found}


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        ("var är varorna från grönis", "gronsakshallen"),
        ("mejeriet har inte kommit", "skanemejerier"),
        ("nummer till M&S", "martin-servera"),
        ("nummer till m&amp;s", "martin-servera"),
        ("Martin och Servera svarar inte", "martin-servera"),
        ("charketts leverans", "charkett"),
        ("INGELSTA KALKON", "ingelsta-kalkon"),
        ("prcurator svarar inte", "procurator"),
        ("skanemejerier", "skanemejerier"),
        ("lyreko har fel pris", "lyreco"),
    ],
)
def test_suppliers_by_any_name(text: str, supplier: str) -> None:
    assert recogniser().find(text).of(EntityKind.SUPPLIER) == (supplier,)


def test_others() -> None:
    assert _kinds("ring dc")[EntityKind.DISTRIBUTION] == ("dc",)
    assert _kinds("IT i Ystad svarar inte")[EntityKind.IT] == ("it-ystad",)
    assert _kinds("jag jobbar i Simrishamns kommun")[EntityKind.MUNICIPALITY] == ("simrishamn",)
    assert _kinds("kontakta Visma")[EntityKind.VENDOR] == ("visma",)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("order 123456 har inte kommit", EntityKind.ORDER_NUMBER, "123456"),
        ("beställning nr 4711", EntityKind.ORDER_NUMBER, "4711"),
        ("artikelnummer 998877", EntityKind.ARTICLE_NUMBER, "998877"),
        ("vårt gln är 7300010000001", EntityKind.GLN, "7300010000001"),
        ("55512", EntityKind.NUMBER, "55512"),
    ],
)
def test_numbers_by_the_words_before(text: str, kind: EntityKind, value: str) -> None:
    assert _kinds(text)[kind] == (value,)


def test_small_numbers_are_amounts() -> None:
    assert recogniser().find("tre av 12 backar").of(EntityKind.NUMBER) == ()


def test_days() -> None:
    assert _kinds("kom inte i morse")[EntityKind.DAY] == ("i morse",)
    assert _kinds("skulle kommit i tisdags")[EntityKind.DAY] == ("tisdags",)


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        ("mjölken kom inte", "mjölk"),
        ("havremjölken", "mjölk"),
        ("hittar inte vetemjol", "vetemjöl"),
        ("kycklinginnerfilé", "filé"),
    ],
)
def test_goods_by_their_last_part(text: str, goods: str) -> None:
    assert recogniser().find(text).of(EntityKind.GOODS) == (goods,)


def test_goods_of_a_catalogue() -> None:
    names = ["Falukorv 800 g", "Order-pärm blå"]
    with_catalogue = EntityRecogniser(lexicon=lexicon(), goods=[*names, "Quornfärs 2 kg"])
    assert with_catalogue.find("har ni quornfars").of(EntityKind.GOODS) == ("quornfärs",)
    assert with_catalogue.find("min order").of(EntityKind.GOODS) == ()


def test_places_are_those_of_the_words() -> None:
    found = recogniser().find("har Martin & Servera svarat").found
    assert [(one.text, one.start, one.end) for one in found] == [("martin servera", 1, 3)]


def test_without_data_nothing_is_found() -> None:
    nobody = EntityRecogniser()
    assert nobody.find("mjölk från Lyreco i morse") == Entities()
    assert nobody.find("mjölk").first(EntityKind.GOODS) is None


def test_the_order_of_names_means_nothing() -> None:
    names = [
        Name(EntityKind.SUPPLIER, "aa", ("hallen", "storhallen")),
        Name(EntityKind.SUPPLIER, "bb", ("hallen",)),
    ]
    said = "hallen och storhallen"
    assert EntityRecogniser(names).find(said) == EntityRecogniser(names[::-1]).find(said)


@given(st.text(max_size=200))
def test_any_text_has_entities_within_it(text: str) -> None:
    found = recogniser().find(text).found
    assert all(one.start < one.end for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.sampled_from(("mjölken från mejeriet", "grönis i går", "ägg och bröd från DC")))
def test_folding_finds_the_same(text: str) -> None:
    assert recogniser().find(fold(text)) == recogniser().find(text)
