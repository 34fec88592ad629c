"""Whose list it is, by what was written with it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import article_store
from bot.database.session import Database
from bot.lists.supplier import supplier_choices, supplier_said
from knowledge.library import default_content_dir, load_library

PARTIES = load_library(default_content_dir()).parties


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        ("Ny prislista från Menigo", "Menigo"),
        ("från Menigo", "Menigo"),
        ("Här kommer vecka 48 från Svensk Cater AB.", "Svensk Cater AB"),
        ("New list from Fisk & Skaldjur", "Fisk & Skaldjur"),
        ("listan från Lyreco, tack", "Lyreco"),
        ("skånemejeriers nya", "Skånemejerier"),
        ("m&s v48", "Martin & Servera"),
        ("Grossistens lista", None),
        ("läs in den här", None),
        ("Hälsningar från Robin", None),
        ("från måndag gäller den här", None),
        ("från IT i Ystad", None),
        ("", None),
        (None, None),
    ],
)
def test_what_was_said(db: Database, text: str | None, supplier: str | None) -> None:
    with db.read() as session:
        assert supplier_said(session, PARTIES, text) == supplier


def test_one_of_whom_we_have_read_a_list(db: Database) -> None:
    with db.write() as session:
        article_store.supplier(session, "Exempelgrossisten", None, None)
        article_store.supplier(session, "GLN 7300009000012", None, "7300009000012")
        said = supplier_said(session, PARTIES, "exempelgrossisten, vecka 48")
        choices = supplier_choices(session, PARTIES, 100)
    assert said == "Exempelgrossisten"
    assert choices[-1] == "Exempelgrossisten"
    assert set(choices) == {*(party.name for party in PARTIES.suppliers), "Exempelgrossisten"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=200))
def test_any_text(db: Database, text: str) -> None:
    with db.read() as session:
        said = supplier_said(session, PARTIES, text)
    assert said is None or 0 < len(said) <= 100
