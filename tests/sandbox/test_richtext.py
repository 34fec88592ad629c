"""What people type becomes what Slack stores."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.richtext import from_typing, rich_text

NAMES = {"U0BOT00001": "E-handelshjälpen", "U0KIM00001": "Kim Berg", "U0KIM00002": "Kim"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("@E-handelshjälpen hej", "<@U0BOT00001> hej"),
        ("hej @Kim Berg!", "hej <@U0KIM00001>!"),
        ("hej @kim berg", "hej <@U0KIM00001>"),
        ("hej @Kim.", "hej <@U0KIM00002>."),
        ("@Kimberly", "@Kimberly"),
        ("<@U0KIM00001> och <@U0NOBODY01>", "<@U0KIM00001> och &lt;@U0NOBODY01&gt;"),
        ("<!channel> <#C1>", "&lt;!channel&gt; &lt;#C1&gt;"),
        ("se https://x.se/a?b=1&c=2.", "se <https://x.se/a?b=1&amp;c=2>."),
        ("(http://x.se)", "(<http://x.se>)"),
        ("skriv till a.b@x.se", "skriv till <mailto:a.b@x.se|a.b@x.se>"),
    ],
)
def test_examples(typed: str, stored: str) -> None:
    assert from_typing(typed, NAMES) == stored


@given(st.text(alphabet="ab<>&@Kim|!#:/.0U ", max_size=40))
def test_nothing_that_is_typed_becomes_a_command(typed: str) -> None:
    stored = from_typing(typed, NAMES)
    for token in re.findall(r"<[^>]*>", stored):
        assert re.fullmatch(r"<@U0\w+>|<https?://[^<>|]+>|<mailto:[^<>|]+\|[^<>|]+>", token)
    outside = re.sub(r"<[^>]*>", "", stored)
    assert "<" not in outside
    assert ">" not in outside


@given(st.text(max_size=60))
def test_plain_text_comes_back_from_the_block(typed: str) -> None:
    stored = from_typing(typed, {})
    (section,) = rich_text(stored, "b")["elements"]
    shown = "".join(
        element.get("text") or element.get("url", "") for element in section["elements"]
    )
    assert html.unescape(shown) == html.unescape(typed)
