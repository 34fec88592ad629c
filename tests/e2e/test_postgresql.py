"""The way of a message and a case on PostgreSQL too."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from bot.database.session import Database
from tests.e2e.steps import card, form, in_thread, open_case, pressed, said
from tests.e2e.test_lists_in import replacement, send, sold
from tests.support.house import House, house

pytestmark = pytest.mark.postgres

SERVER = "TEST_DATABASE_URL"


@pytest.fixture
def on_server(tmp_path: Path) -> Iterator[House]:
    """The product over a PostgreSQL database of its own."""
    server = os.environ.get(SERVER)
    if not server:
        assert not os.environ.get("TESTS_NEED_EVERYTHING"), f"set {SERVER}"
        pytest.skip(f"needs a PostgreSQL server: set {SERVER}")
    name = f"hjalpen_test_{uuid4().hex[:12]}"
    admin = Database.connect(server)
    autocommit = admin.engine.execution_options(isolation_level="AUTOCOMMIT")
    with autocommit.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
        with house(tmp_path, url) as one:
            one.start()
            yield one
    finally:
        with autocommit.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        admin.close()


def test_a_guide(on_server: House) -> None:
    kim = on_server.kim
    step = said(kim, "jag kan inte skicka min beställning", "alla flikar")
    step = pressed(kim, step, "Nej, inte alla", "Attestera de flikar som är kvar")
    pressed(kim, step, "Ja, nu gick den", "då är ordern på väg")


def test_a_price_list(on_server: House) -> None:
    send(on_server.robin, "v47.edi", replacement(*range(10)))
    newer = replacement(0, 1, issued="20261130", list_number="2")
    waits = send(on_server.robin, "v48.edi", newer, "är inte inläst än")
    on_server.robin.press(waits, "Läs in ändå")
    on_server.robin.wait_until(waits, "är inläst ändå, som Robin", timeout=15)
    assert sorted(sold(on_server)) == ["0", "1"]


def test_a_case(on_server: House) -> None:
    open_case(on_server, on_server.kim)
    form(on_server.robin, card(on_server), "Fråga", text="Vilken skrivare?")
    question = on_server.kim.wait_for_message("Vilken skrivare?")
    on_server.kim.say("den i köket", thread_ts=question["ts"])
    in_thread(on_server, "den i köket")
    form(on_server.robin, card(on_server), "Lös", text="Ny patron")
    on_server.kim.wait_for_message("har löst ditt ärende E-1001")
