"""Sizes with a slip in the unit, with unit and number apart, and without a unit."""

import pytest

from knowledge.articles import Article, ArticleIndex
from knowledge.articles.sizes import size_readings, units_near

_SIZES = ("250 g", "250 ml", "5 dl", "1 l", "2,5 kg", "5 kg", "10 kg")
_ARTICLES = [
    Article(number, f"A{number}", None, f"Tejp {size}", "Grossisten", "st")
    for number, size in enumerate(_SIZES)
]
INDEX = ArticleIndex.build(_ARTICLES)


@pytest.mark.parametrize(
    ("query", "size"),
    [
        # a slip in the unit, of which another unit or none may come
        ("tejp 10 gk", "10 kg"),
        ("tejp 250 nl", "250 ml"),
        ("tejp 250 m", "250 ml"),
        ("tejp 5 ddl", "5 dl"),
        ("tejp 2,5 g", "2,5 kg"),
        # the number and its unit apart, or in the other order
        ("5 tejp kg", "5 kg"),
        ("tejp kg 5", "5 kg"),
        ("tejp g250", "250 g"),
        # another unit, with a slip or left out
        ("tejp 2500", "2,5 kg"),
        ("tejp 500 lm", "5 dl"),
        ("tejp 100 cl", "1 l"),
        # a unit alone: the size that is written with it
        ("tejp dl", "5 dl"),
        ("tejp kg", "5 kg"),
    ],
)
def test_the_size_that_is_meant(query: str, size: str) -> None:
    assert INDEX.search(query)[0].article.name == f"Tejp {size}"


def test_only_sizes_that_some_article_has() -> None:
    sizes = [
        reading.tokens[0]
        for reading in size_readings(("tejp", "5", "gk"), {"5000g", "5g"}.__contains__)
    ]
    assert set(sizes) == {"#5", "5000g", "5g"}
    assert [*size_readings(("tejp", "250ml"), {"250ml", "250g"}.__contains__)] == []


def test_units_one_slip_away() -> None:
    assert dict(units_near("kg"))["kg"] > dict(units_near("gk"))["kg"]
    assert "kg" not in dict(units_near("tejp"))
