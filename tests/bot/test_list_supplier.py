"""Whose list it is, by what was written with it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import article_store
from bot.database.session import Database
from bot.lists.supplier import supplier_choices, supplier_offered, supplier_said
from knowledge.library import default_content_dir, load_library

PARTIES = load_library(default_content_dir()).parties


@pytest.mark.parametrize(
    ("text", "supplier"),
    [
        ("listan från Lyreco, tack", "Lyreco"),
        ("från lyreco", "Lyreco"),
        ("från Lyreco för vecka 49", "Lyreco"),
        ("Lyrecos lista, den kom från DC", "Lyreco"),
        ("lyreco, gäller från måndag", "Lyreco"),
        ("Lista från Menigo, ersätter Lyreco", None),
        ("från Menigo", None),
        ("Här är listan från Anna", None),
        ("Lista från Ystad", None),
        ("Kommer från Outlook", None),
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ny prislista från Menigo", "Menigo"),
        ("från menigo", "Menigo"),
        ("från Menigo, tack!", "Menigo"),
        ("FRÅN MENIGO", "MENIGO"),
        ("från Menigo för vecka 49", "Menigo"),
        ("från Menigo v49", "Menigo"),
        ("den kom från Outlook, men är från ”Menigo” nu i veckan", "Menigo"),
        ("från Menigo. Gäller från den 1 december", "Menigo"),
        ("Här kommer vecka 48 från Svensk Cater AB.", "Svensk Cater AB"),
        ("från svensk cater till oss", "Svensk cater"),
        ("New list from Fisk & Skaldjur for week 48", "Fisk & Skaldjur"),
        ("från Fisk och Skaldjur och gäller nu", "Fisk och Skaldjur"),
        ("Här är listan från Anna", "Anna"),
        ("Kommer från Outlook", "Outlook"),
        ("listan från Lyreco, tack", None),
        ("från lyreco", None),
        ("Lista från Ystad", None),
        ("Lista från Ystads kommun", None),
        ("från DC", None),
        ("från samordnaren", None),
        ("från IT i Ystad", None),
        ("från måndag gäller den här", None),
        ("gäller från 2026-12-01", None),
        ("Hälsningar från Robin", None),
        ("Mvh från Robin", None),
        ("från", None),
        (None, None),
    ],
)
def test_a_name_that_we_do_not_know_is_offered(
    db: Database, text: str | None, name: str | None
) -> None:
    with db.read() as session:
        assert supplier_offered(session, PARTIES, text) == name


def test_one_of_whom_we_have_read_a_list(db: Database) -> None:
    with db.write() as session:
        article_store.supplier(session, "Exempelgrossisten", None, None)
        article_store.supplier(session, "GLN 7300009000012", None, "7300009000012")
        said = supplier_said(session, PARTIES, "exempelgrossisten, vecka 48")
        choices = supplier_choices(session, PARTIES, 100)
        assert supplier_offered(session, PARTIES, "från Exempelgrossisten") is None
    assert said == "Exempelgrossisten"
    assert choices[-1] == "Exempelgrossisten"
    assert set(choices) == {*(party.name for party in PARTIES.suppliers), "Exempelgrossisten"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=200) | st.text(max_size=150).map(lambda name: f"från {name}"))
def test_any_text(db: Database, text: str) -> None:
    with db.read() as session:
        said = supplier_said(session, PARTIES, text)
        offered = supplier_offered(session, PARTIES, text)
    assert said is None or 0 < len(said) <= 100
    assert offered is None or 0 < len(offered.strip()) <= 100
