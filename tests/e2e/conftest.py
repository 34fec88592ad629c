"""The whole product for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.house import House, house


@pytest.fixture
def built(tmp_path: Path) -> Iterator[House]:
    """A workspace, with the bot not yet started."""
    with house(tmp_path) as one:
        yield one


@pytest.fixture
def at(built: House) -> House:
    """A workspace with the bot running in it."""
    built.start()
    return built
