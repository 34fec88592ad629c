"""The message of a price list: what stands in it, word by word."""

import json

from bot.messages import ListShown, RemarkShown
from handlers.blocks import Renderer
from handlers.blocks.lists import price_list
from knowledge.text import Lang
from tests.handlers.strategies import LIBRARY

WORDS = Renderer(lambda: LIBRARY, "Europe/Stockholm").words(Lang.SV)


def drawn(message: ListShown) -> str:
    return json.dumps(price_list(WORDS, message), ensure_ascii=False)


def test_a_remark_says_which_row_it_is_about() -> None:
    remarks = (
        RemarkShown(line=12, text="priset är 3 gånger vad det var"),
        RemarkShown(line=None, text="listan är äldre än den förra"),
    )
    shown = drawn(
        ListShown(incoming=1, file="a.csv", stage="read", format="csv", added=1, remarks=remarks)
    )
    assert "• Rad 12: priset är 3 gånger vad det var" in shown
    assert "• listan är äldre än den förra" in shown


def test_a_supplier_that_is_new_is_offered_first() -> None:
    asking = ListShown(
        incoming=1, file="a.csv", stage="asking", suppliers=("Lyreco",), new_supplier="Menigo"
    )
    [menu] = [
        element
        for block in price_list(WORDS, asking)
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "static_select"
    ]
    assert [(one["text"]["text"], one["value"]) for one in menu["options"]] == [
        ("Ny leverantör: Menigo", "Menigo"),
        ("Lyreco", "Lyreco"),
    ]
