"""What the test driver takes a person to read and find."""

import pytest

from bot.sandbox.model import Json
from tests.support.surfaces import find_element, seen_text


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        ("Har du *alla flikar*?", "Har du alla flikar?"),
        ("_lutande_ `kod` ~struket~, *fet*.", "lutande kod struket, fet."),
        ("snake_case_name och 5 * 3", "snake_case_name och 5 * 3"),
        ("<https://x.se|länk> &amp; <https://y.se>", "länk & https://y.se"),
    ],
)
def test_the_text_as_it_is_read(stored: str, seen: str) -> None:
    assert seen_text({"text": stored}) == seen


def test_a_button_is_found_by_a_part_of_its_text_if_only_one_has_it() -> None:
    def button(action_id: str, text: str) -> Json:
        return {"type": "button", "action_id": action_id, "text": {"text": text}}

    shown = [button("a", "✅ Ja, alla"), button("b", "Nej, inte alla")]
    message = {"blocks": [{"type": "actions", "block_id": "x", "elements": shown}]}
    assert find_element(message, "Ja")[1]["action_id"] == "a"
    with pytest.raises(AssertionError, match="Nej, inte alla"):
        find_element(message, "alla")
