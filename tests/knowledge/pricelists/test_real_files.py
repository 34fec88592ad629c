"""Real lists, where they are: none of them is ours to keep here."""

import os
from pathlib import Path

import pytest

from knowledge.pricelists import Action, read_price_list

FOLDER = Path(os.environ.get("HJALPEN_REAL_PRICELISTS", "/work/shared/eval/pricelists"))


def real(name: str) -> Path:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not here: set HJALPEN_REAL_PRICELISTS to the folder that has it")
    return path


def test_the_swedish_foods() -> None:
    read = read_price_list(real("livsmedelsverket.csv"), "Livsmedelsverket")
    assert (len(read.lines), read.rejected) == (2333, ())
    assert "Hallonsylt" in {line.name for line in read.lines}


@pytest.mark.parametrize(
    ("name", "good", "bad", "deleted", "complete"),
    [
        ("Catalogue_Example.xml", 0, 2, 0, False),
        ("catalogue-wo-response-use-case-1.xml", 7, 0, 0, False),
        ("catalogue-wo-response-use-case-2.xml", 3, 0, 1, False),
        ("catalogue-wo-response-use-case-3.xml", 12, 0, 0, True),
    ],
)
def test_peppols_published_examples(
    name: str, good: int, bad: int, deleted: int, complete: bool
) -> None:
    """The lines of the first have GTINs whose check digits are wrong: they are rejected."""
    read = read_price_list(real(name))
    assert read.supplier == "Medical"
    assert (len(read.lines), len(read.rejected)) == (good, bad)
    assert sum(line.action is Action.DELETE for line in read.lines) == deleted
    assert read.complete is complete
    assert all("kontrollsiffra" in one.reason for one in read.rejected)
