"""The whole product, for the listeners' tests."""

from collections.abc import Iterator

import pytest

from tests.support.house import House, house


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A workspace with the bot running in it, one for all tests of a module."""
    with house(tmp_path_factory.mktemp("house")) as built:
        built.start()
        yield built
