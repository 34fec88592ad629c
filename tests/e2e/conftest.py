"""The whole product for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.house import House, house


@pytest.fixture
def at(tmp_path: Path) -> Iterator[House]:
    """A workspace with the bot running in it."""
    with house(tmp_path) as built:
        built.start()
        yield built
