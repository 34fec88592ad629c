"""The product on the page: from the first word to the coordinator's answer."""

from pathlib import Path

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.steps import assert_fits
from tests.browser.story import (
    KIM_AT,
    ROBIN_AT,
    asks_and_hands_over,
    says_who_they_are,
    sees_the_answer,
    takes_and_answers,
)
from tests.support.house import house

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_order_that_cannot_be_sent(
    tmp_path: Path, open_page: OpenPage, size: tuple[int, int]
) -> None:
    with house(tmp_path) as at:
        at.start()
        kim = open_page(at.server, KIM_AT, size=size, touch=size == PHONE)
        asks_and_hands_over(kim)
        says_who_they_are(kim)
        assert_fits(kim)
        robin = open_page(at.server, ROBIN_AT, size=size, touch=size == PHONE)
        takes_and_answers(robin)
        assert_fits(robin)
        sees_the_answer(kim)
        assert_fits(kim)
