"""What a search finds, for the terminal."""

from collections.abc import Iterable
from typing import Any

from knowledge.articles import GOOD_HIT, Hit


def hits_json(query: str, hits: Iterable[Hit]) -> dict[str, Any]:
    """Hits as the one object a query that `hjalpen articles search --json` prints."""
    return {
        "query": query,
        "hits": [
            {
                "article_number": hit.article.article_number,
                "gtin": hit.article.gtin,
                "name": hit.article.name,
                "supplier": hit.article.supplier,
                "unit": hit.article.unit,
                "price": None if hit.article.price is None else float(hit.article.price),
                "score": hit.score,
            }
            for hit in hits
        ],
    }


def hits_text(query: str, hits: Iterable[Hit]) -> str:
    """Hits for the terminal, one a line; a poor one has a question mark."""
    lines = [
        "\t".join(
            (
                f"{hit.score:.2f}{'' if hit.score >= GOOD_HIT else '?'}",
                hit.article.article_number,
                hit.article.name,
                hit.article.supplier,
                " ".join(filter(None, (hit.article.package, hit.article.unit))),
                "example" if hit.article.example else "",
            )
        ).rstrip()
        for hit in hits
    ]
    return "\n".join((query, *(lines or ["no hits"]))) + "\n"
