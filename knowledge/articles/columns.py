"""Articles as columns: half a million of them take tens of megabytes, not hundreds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from knowledge.articles.arrays import Ints, Places, Texts, packed
from knowledge.articles.model import Article

_TEXTS = ("article_number", "gtin", "name", "price")
_CODED = ("supplier", "unit", "package", "currency", "brand")
_NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Articles by their places 0, 1, …: `texts` differ from article to article, `coded` are
    numbers into `values`, `missing` say where an optional text is None.
    """

    ids: Places
    example: npt.NDArray[np.bool_]
    texts: dict[str, Texts]
    missing: dict[str, npt.NDArray[np.bool_]]
    coded: dict[str, Ints]
    values: dict[str, tuple[str, ...]]
    _views: tuple[memoryview, ...] = field(init=False)  # give single items faster

    def __post_init__(self) -> None:
        missing = (self.missing["gtin"], self.missing["price"])
        coded = [self.coded[name] for name in _CODED]
        views = tuple([array.data for array in (self.ids, self.example, *missing, *coded)])
        object.__setattr__(self, "_views", views)

    def __len__(self) -> int:
        return len(self.ids)

    def article(self, place: int) -> Article:
        """The article at a place."""
        ids, example, gtins, prices, supplier, unit, package, currency, brand = self._views
        texts, values = self.texts, self.values
        return Article(
            ids[place],
            texts["article_number"][place],
            None if gtins[place] else texts["gtin"][place],
            texts["name"][place],
            values["supplier"][supplier[place]],
            None if (code := unit[place]) == _NONE else values["unit"][code],
            None if (code := package[place]) == _NONE else values["package"][code],
            None if prices[place] else Decimal(texts["price"][place]),
            None if (code := currency[place]) == _NONE else values["currency"][code],
            bool(example[place]),
            None if (code := brand[place]) == _NONE else values["brand"][code],
        )

    def arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        """The columns as arrays to be stored; `of_arrays` reads them back."""
        found: dict[str, npt.NDArray[np.generic]] = {"ids": self.ids, "example": self.example}
        for name, texts in self.texts.items():
            found[f"{name}.starts"], found[f"{name}.buffer"] = texts.starts, texts.buffer
        for name, missing in self.missing.items():
            found[f"{name}.missing"] = missing
        for name, codes in self.coded.items():
            values = Texts.of(self.values[name])
            found[f"{name}.codes"] = codes
            found[f"{name}.starts"], found[f"{name}.buffer"] = values.starts, values.buffer
        return found

    @classmethod
    def of_arrays(cls, arrays: dict[str, npt.NDArray[np.generic]]) -> "Columns":
        """Columns as `arrays` gave them. KeyError names an array that is not there."""

        def texts(name: str) -> Texts:
            return Texts(
                arrays[f"{name}.starts"].view(np.int64), arrays[f"{name}.buffer"].view(np.uint8)
            )

        return cls(
            ids=arrays["ids"].view(np.int64),
            example=arrays["example"].view(np.bool_),
            texts={name: texts(name) for name in _TEXTS},
            missing={name: arrays[f"{name}.missing"].view(np.bool_) for name in ("gtin", "price")},
            coded={name: arrays[f"{name}.codes"].view(np.int32) for name in _CODED},
            values={name: tuple(texts(name).all()) for name in _CODED},
        )


class ColumnsBuilder:
    """Takes articles a batch at a time, so that they need not all be objects at once."""

    def __init__(self) -> None:
        self._ids: list[Places] = []
        self._example: list[npt.NDArray[np.bool_]] = []
        self._texts: dict[str, list[tuple[bytes, Places]]] = {name: [] for name in _TEXTS}
        self._missing: dict[str, list[npt.NDArray[np.bool_]]] = {"gtin": [], "price": []}
        self._codes: dict[str, list[Ints]] = {name: [] for name in _CODED}
        self._values = {name: _Codes() for name in _CODED}

    def add(self, articles: Sequence[Article]) -> None:
        count = len(articles)
        self._ids.append(np.fromiter((a.id for a in articles), np.int64, count))
        self._example.append(np.fromiter((a.example for a in articles), np.bool_, count))
        gtins = [a.gtin for a in articles]
        prices = [None if a.price is None else str(a.price) for a in articles]
        self._texts["article_number"].append(packed([a.article_number for a in articles]))
        self._texts["name"].append(packed([a.name for a in articles]))
        self._optional("gtin", gtins)
        self._optional("price", prices)
        self._code("supplier", [a.supplier for a in articles])
        self._code("unit", [a.unit for a in articles])
        self._code("package", [a.package for a in articles])
        self._code("currency", [a.currency for a in articles])
        self._code("brand", [a.brand for a in articles])

    def _optional(self, column: str, texts: Sequence[str | None]) -> None:
        self._texts[column].append(packed([text or "" for text in texts]))
        self._missing[column].append(
            np.fromiter((text is None for text in texts), np.bool_, len(texts))
        )

    def _code(self, column: str, texts: Sequence[str | None]) -> None:
        codes = map(self._values[column].__getitem__, texts)
        self._codes[column].append(np.fromiter(codes, np.int32, len(texts)))

    def build(self) -> Columns:
        def whole(parts: list[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
            return np.concatenate(parts) if parts else np.zeros(0, np.bool_)

        return Columns(
            ids=np.concatenate(self._ids) if self._ids else np.zeros(0, np.int64),
            example=whole(self._example),
            texts={name: Texts.joined(parts) for name, parts in self._texts.items()},
            missing={name: whole(parts) for name, parts in self._missing.items()},
            coded={
                name: np.concatenate(parts) if parts else np.zeros(0, np.int32)
                for name, parts in self._codes.items()
            },
            values={name: tuple(values.texts) for name, values in self._values.items()},
        )


class _Codes(dict[str | None, int]):
    """Numbers of texts in the order in which they first come."""

    def __init__(self) -> None:
        super().__init__({None: _NONE})
        self.texts: list[str] = []

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self.texts)
        self.texts.append(text)
        return code
