"""The example articles that come with the product: price lists of our own making, in our formats.

`knowledge/content/articles/EXAMPLES.md` says what they are.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database.models import PriceListRow
from knowledge.articles import Article
from knowledge.pricelists import read_price_list

_CONTRACT = "EXEMPEL-"  # how the contracts of all our examples begin
_LISTS = (".csv", ".edi", ".xlsx", ".xml")  # beside them are a file of synonyms and an explanation


@contextmanager
def example_files() -> Iterator[list[Path]]:
    """The example price lists, one a supplier, in the order of their names."""
    with as_file(files("knowledge") / "content" / "articles") as folder:
        yield sorted(path for path in folder.iterdir() if path.suffix in _LISTS)


def is_example(contract: str | None) -> bool:
    """Whether a list's contract is one of the examples', and so all that it has an example."""
    return contract is not None and contract.startswith(_CONTRACT)


def example_hashes() -> list[str]:
    """The SHA-256 of each example price list, by which a list that was read is known as one."""
    with example_files() as paths:
        return list(_hashes(paths).values())


def unread(session: Session, paths: Iterable[Path]) -> list[Path]:
    """The files among `paths` of whose very content none has been read into the database."""
    hashes = _hashes(paths)
    known = set(
        session.scalars(
            select(PriceListRow.file_hash).where(PriceListRow.file_hash.in_(hashes.values()))
        )
    )
    return [path for path, sha256 in hashes.items() if sha256 not in known]


def example_articles() -> list[Article]:
    """The articles of the examples, numbered from 1, without a database."""
    with example_files() as paths:
        lists = [read_price_list(path) for path in paths]
    lines = [(line, one.head.supplier) for one in lists for line in one.lines]
    return [
        Article(
            id=id_,
            article_number=line.article_number or "",
            gtin=line.gtin,
            name=line.name,
            supplier=supplier or line.supplier or "",
            unit=line.unit,
            package=line.package,
            price=line.price,
            currency=line.currency,
            example=True,
            brand=line.brand,
        )
        for id_, (line, supplier) in enumerate(lines, start=1)
    ]


def _hashes(paths: Iterable[Path]) -> dict[Path, str]:
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
