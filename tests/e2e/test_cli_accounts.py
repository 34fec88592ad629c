"""Accounts at the terminal: a spreadsheet out, filled in, and back."""

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.e2e.processes import run

LIST = """Artikelnummer;Benämning;Enhet;Pris;Leverantör;Varugrupp
1001;Standardmjölk;st;12,50;Skånemejerier;Mjölk
1002;Mellanmjölk;st;11,50;Skånemejerier;Mjölk
1003;Lättmjölk;st;10,50;Skånemejerier;Mjölk
"""
FIRST = """Artikelnummer;Konto;Kontonamn
1001;4010;Livsmedel
1002;4010;
9999;4010;
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"DATABASE_URL": f"sqlite:///{tmp_path / 'hjalpen.db'}"}


def accounts(*arguments: str, env: dict[str, str], folder: Path, code: int = 0) -> str:
    """Run a command about accounts; what it printed."""
    done = run("articles", "accounts", *arguments, env=env, folder=folder)
    assert done.returncode == code, done.stderr
    return done.stdout or done.stderr


def test_accounts_out_and_in(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "lista.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "konton.csv").write_text(FIRST, encoding="utf-8")
    run("articles", "import", "lista.csv", env=env, folder=tmp_path)

    told = json.loads(accounts("import", "konton.csv", "--json", env=env, folder=tmp_path))
    assert told == {
        "tied": 2,
        "unchanged": 0,
        "empty": 0,
        "new_accounts": ["4010"],
        "failed": [{"row": 4, "article_number": "9999", "reason": "artikeln finns inte"}],
    }

    assert "1 articles" in accounts("export", "ut.xlsx", env=env, folder=tmp_path)
    head, row = CalamineWorkbook.from_path(tmp_path / "ut.xlsx").get_sheet_by_index(0).to_python()
    assert row[head.index("Artikelnummer")] == "1003"
    assert row[head.index("Föreslaget konto")] == "4010 Livsmedel"
    export = ("export", "nav.xlsx", "--navigatorn", "--json")
    assert json.loads(accounts(*export, env=env, folder=tmp_path))["articles"] == 2


def test_a_sheet_of_which_every_row_failed(tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "fel.csv").write_text("Artikelnummer;Konto\n1;4010\n", encoding="utf-8")

    assert "failed 1" in accounts("import", "fel.csv", env=env, folder=tmp_path, code=4)
