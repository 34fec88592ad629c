"""Text for Slack: escaped, cut and split without harm, and read back."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from handlers.blocks.text import (
    clean,
    clip,
    clip_plain,
    code,
    escape,
    mention,
    pieces,
    plain,
    size,
)
from handlers.payloads import readable

texts = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="&<>|@#! \nab👩‍👧é", max_size=300),
)
ENTITY = re.compile(r"&(?:amp|lt|gt);")


def name_of(person_id: str) -> str:
    return {"U1": "Kim Berg"}.get(person_id, person_id)


@given(texts)
def test_escaped_text_has_no_markup(text: str) -> None:
    escaped = escape(text)

    assert not re.search("[<>]", escaped)
    assert "&" not in ENTITY.sub("", escaped)


@given(texts)
def test_what_is_escaped_is_read_back(text: str) -> None:
    assert readable(escape(text), "UBOT", name_of) == clean(text).strip()


@given(texts, st.integers(2, 60))
@example("&" * 30, 7)
@example("👩‍👩‍👧‍👦" * 10, 12)
def test_clipped_text_is_short_and_whole(text: str, limit: int) -> None:
    clipped = clip(escape(text), limit)

    assert size(clipped) <= limit
    assert "&" not in ENTITY.sub("", clipped)
    assert clipped == escape(text) or clipped.endswith("…")


@given(texts, st.integers(20, 80))
def test_a_mention_is_not_cut_in_two(text: str, limit: int) -> None:
    clipped = clip(f"{escape(text)}{mention('U0123456789')}{escape(text)}", limit)

    assert clipped.count("<") == clipped.count(">")


def test_an_emoji_of_several_characters_is_not_cut_in_two() -> None:
    family = "👩‍👩‍👧‍👦"

    assert clip(family * 3, size(family) * 2 - 2) == f"{family}…"


@given(texts, st.integers(2, 60))
def test_plain_text_is_one_line_and_never_empty(text: str, limit: int) -> None:
    clipped = clip_plain(text, limit)

    assert 0 < size(clipped) <= limit
    assert "\n" not in clipped


@given(texts, st.integers(20, 60), st.integers(1, 5))
def test_pieces_are_short_and_few(text: str, limit: int, most: int) -> None:
    found = pieces(escape(text), limit, most)

    assert len(found) <= most
    assert all(0 < size(piece) <= limit for piece in found)


@given(st.text(alphabet="abcåäö \n&<", max_size=500), st.integers(20, 60))
def test_pieces_lose_nothing_but_space(text: str, limit: int) -> None:
    escaped = escape(text)

    assert "".join("".join(pieces(escaped, limit, 1000)).split()) == "".join(escaped.split())


@given(texts)
def test_code_is_one_span(text: str) -> None:
    shown = code(text)

    assert shown.count("`") == 2
    assert "\n" not in shown


def test_controls_and_direction_overrides_are_taken_out() -> None:
    assert clean("a\x00b\u202ec\ud800d\r\ne") == "abcd\ne"


def test_a_message_is_read_as_people_read_it() -> None:
    text = (
        "<@UBOT> hej <@U1>, se <https://example.com/a?b=1&amp;c|länken> eller "
        "<mailto:a@example.com|a@example.com> i <#C1|inköp> &amp; <!here> "
        "<!subteam^S1|@ekonomer> 2 &lt; 3 <https://example.com>"
    )

    assert readable(text, "UBOT", name_of) == (
        "hej @Kim Berg, se länken eller a@example.com i #inköp & @here "
        "@ekonomer 2 < 3 https://example.com"
    )


def test_an_escaped_entity_is_unescaped_once() -> None:
    assert readable("&amp;lt;!channel&amp;gt;", None, name_of) == "&lt;!channel&gt;"


def test_markup_as_a_terminal_shows_it() -> None:
    assert plain("*Hej* <tel:0414|04 14> _du_ 3*4*5 &lt;b&gt; snake_case_x") == (
        "Hej 04 14 du 3*4*5 <b> snake_case_x"
    )
