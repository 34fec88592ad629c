"""The page's pure modules, run in the browser: mrkdwn, Markdown, dates, and what a form checks."""

import html.parser
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from bot.sandbox.config import SandboxConfig
from bot.sandbox.server import SandboxServer
from tests.browser.tryout_bot import MANIFEST

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page on the sandbox's own origin, where its modules can be imported."""
    manifest: Path = tmp_path_factory.mktemp("sandbox") / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST), encoding="utf-8")
    with SandboxServer(SandboxConfig(manifest=manifest)) as server:
        context = browser.new_context(timezone_id="America/New_York")
        page = context.new_page()
        page.goto(server.url)
        yield page
        context.close()


RENDER = """async ([texts, lang]) => {
  const {renderMrkdwn} = await import('/_page/static/js/mrkdwn.js');
  const names = {
    lang,
    me: 'U1',
    userName: (id) => ({U1: 'Kim Berg', U2: 'Robin Ek'})[id] ?? null,
    channelName: (id) => ({C1: 'e-handel'})[id] ?? null,
  };
  return texts.map((text) => {
    const box = document.createElement('div');
    box.append(renderMrkdwn(text, names));
    return [box.innerHTML, box.textContent];
  });
}"""

MARKDOWN = """async (text) => {
  const {renderMarkdown} = await import('/_page/static/js/markdown.js');
  const box = document.createElement('div');
  box.append(renderMarkdown(text));
  return box.innerHTML;
}"""


def render(page: Page, text: str, lang: str = "sv") -> str:
    markup: str = page.evaluate(RENDER, [[text], lang])[0][0]
    return markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*fet*", "<strong>fet</strong>"),
        ("_kursiv_", "<em>kursiv</em>"),
        ("~struken~", "<s>struken</s>"),
        ("`kod *inte fet*`", "<code>kod *inte fet*</code>"),
        ("*fet _och kursiv_*", "<strong>fet <em>och kursiv</em></strong>"),
        ("*en* och *två*", "<strong>en</strong> och <strong>två</strong>"),
        ("(*fet*), *åäö*!", "(<strong>fet</strong>), <strong>åäö</strong>!"),
        ("2*3*4", "2*3*4"),
        ("snake_case_namn", "snake_case_namn"),
        ("å_ä_ö", "å_ä_ö"),
        ("* inte fet*", "* inte fet*"),
        ("*inte fet *", "*inte fet *"),
        ("*över\nraden*", "*över\nraden*"),
        ("**", "**"),
        ("*`*`*", "<strong><code>*</code></strong>"),
        ("• ett\n• två", "• ett\n• två"),
    ],
)
def test_styles(page: Page, text: str, expected: str) -> None:
    assert render(page, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> citat\nsen", "<blockquote>citat</blockquote>sen"),
        ("&gt; ett\n&gt; två", "<blockquote>ett\ntvå</blockquote>"),
        ("före\n> *fet*", "före<blockquote><strong>fet</strong></blockquote>"),
        (">>> ett\ntvå\n\ntre", "<blockquote>ett\ntvå\n\ntre</blockquote>"),
        (
            "före\n```\nrad *ett*\n  rad två\n```\nefter",
            'före<pre tabindex="0"><code>rad *ett*\n  rad två</code></pre>efter',
        ),
        ("``` ```", '<pre tabindex="0"><code> </code></pre>'),
        ("```oavslutad", "```oavslutad"),
    ],
)
def test_quotes_and_code_blocks(page: Page, text: str, expected: str) -> None:
    assert render(page, text) == expected


WEB = 'rel="noopener noreferrer" target="_blank"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<https://example.se/a?b=1&amp;c=2|sidan>",
            f'<a href="https://example.se/a?b=1&amp;c=2" {WEB}>sidan</a>',
        ),
        (
            "<mailto:a@example.se|mejla>",
            '<a href="mailto:a@example.se" rel="noopener noreferrer">mejla</a>',
        ),
        (
            "<tel:+46411123>",
            '<a href="tel:+46411123" rel="noopener noreferrer">+46411123</a>',
        ),
        (
            "se https://example.se/a, sen",
            f'se <a href="https://example.se/a" {WEB}>https://example.se/a</a>, sen',
        ),
        ("<https://example.se>", f'<a href="https://example.se/" {WEB}>https://example.se</a>'),
        ("<javascript:alert(1)|klicka>", "&lt;javascript:alert(1)|klicka&gt;"),
        ("<data:text/html,x|klicka>", "&lt;data:text/html,x|klicka&gt;"),
        ("<JaVaScRiPt:alert(1)>", "&lt;JaVaScRiPt:alert(1)&gt;"),
        ("<vbscript:x>", "&lt;vbscript:x&gt;"),
        ("<file:///etc/passwd|fil>", "&lt;file:///etc/passwd|fil&gt;"),
        (
            "< https://example.se",
            f'&lt; <a href="https://example.se/" {WEB}>https://example.se</a>',
        ),
    ],
)
def test_links(page: Page, text: str, expected: str) -> None:
    assert render(page, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<@U2>", '<span class="mention" data-user="U2">@Robin Ek</span>'),
        ("<@U1>", '<span class="mention mention-me" data-user="U1">@Kim Berg</span>'),
        ("<@U9|gäst>", '<span class="mention" data-user="U9">@gäst</span>'),
        ("<@U9>", '<span class="mention" data-user="U9">@okänd person</span>'),
        ("<#C1>", '<span class="mention">#e-handel</span>'),
        ("<#C9|annan>", '<span class="mention">#annan</span>'),
        ("<!channel>", '<span class="mention mention-me">@kanal</span>'),
        ("<!here|here>", '<span class="mention mention-me">@här</span>'),
        ("<!subteam^S1|@inköp>", '<span class="mention">@inköp</span>'),
        (":tada:", "🎉"),
        (":finns_inte:", ":finns_inte:"),
        ("kl 10:30:45", "kl 10:30:45"),
    ],
)
def test_mentions_and_emoji(page: Page, text: str, expected: str) -> None:
    markup = render(page, text)
    if text == ":tada:":
        assert 'role="img"' in markup
        assert ">🎉<" in markup
    else:
        assert markup == expected


@pytest.mark.parametrize(
    ("pattern", "swedish", "english"),
    [
        ("{date_num} {time}", "2024-03-09 18:30", "2024-03-09 18:30"),
        ("{date_long}", "lördag 9 mars 2024", "Saturday 9 March 2024"),
        ("den {date_short}", "den 9 mars 2024", "den 9 Mar 2024"),
        ("{time_secs}", "18:30:05", "18:30:05"),
        ("{okänd}", "{okänd}", "{okänd}"),
    ],
)
def test_dates_are_swedish_time_wherever_the_browser_is(
    page: Page, pattern: str, swedish: str, english: str
) -> None:
    token = f"<!date^1710005405^{pattern}|reserv>"
    for lang, expected in (("sv", swedish), ("en", english)):
        shown = page.evaluate(RENDER, [[token], lang])[0][1].replace(",", "")
        assert shown == expected


def test_a_broken_date_shows_its_fallback(page: Page) -> None:
    assert render(page, "<!date^inte^{date}|reserven>") == "reserven"


HOSTILE = [
    "<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<img src=x onerror=alert(1)>",
    '<https://example.se/"onmouseover="alert(1)|x>',
    "<https://example.se|<b>fet</b>>",
    "*<svg onload=alert(1)>*",
    "```<iframe src=javascript:alert(1)>```",
    "<@U1|<i>x</i>>",
    "&amp;lt;b&amp;gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_never_becomes_elements(page: Page, text: str) -> None:
    assert_only_known_elements(render(page, text))


TAGS = {"strong", "em", "s", "code", "pre", "blockquote", "a", "span", "time", "button"}
ATTRIBUTES = {
    "href", "rel", "target", "class", "data-user", "role", "aria-label", "title", "tabindex",
    "datetime", "type",
}  # fmt: skip


def assert_only_known_elements(markup: str) -> None:
    """The markup has no elements, attributes or link targets but those that mrkdwn stands for."""
    parser = _Elements()
    parser.feed(markup)
    assert parser.tags <= TAGS
    assert parser.attributes <= ATTRIBUTES
    for href in parser.links:
        assert href.startswith(("http://", "https://", "mailto:", "tel:"))


class _Elements(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.append(value or "")


PIECES = st.sampled_from(
    [
        *("*", "_", "~", "`", "```", ">", ">>>", "&gt;", "&lt;", "&amp;", "<", "|", "\n", " "),
        *("<@U1>", "<#C1>", "<!here>", "<https://a.se|b>", "<!date^1^{date}|f>", "https://a.se"),
        *("<script>", "javascript:", "onload=", '"', "'", ":tada:", ":", "•", "a", "å", "1"),
    ]
)


@given(st.lists(st.lists(PIECES, max_size=30).map("".join), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_written_is_shown_safely(page: Page, texts: list[str]) -> None:
    for markup, _ in page.evaluate(RENDER, [texts, "sv"]):
        assert_only_known_elements(markup)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60)


@given(st.lists(WORDS, min_size=1, max_size=20))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_typed_text_comes_back_whole(page: Page, texts: list[str]) -> None:
    """What a person typed (escaped, as Slack does) loses nothing but formatting marks."""
    marks = str.maketrans("", "", "*_~`>\n")
    escaped = [
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in texts
    ]
    shown = page.evaluate(RENDER, [escaped, "sv"])
    for text, (_, read) in zip(texts, shown, strict=True):
        if ":" not in text:
            kept = text.translate(marks).split()
            assert read.translate(marks).split() == kept


def test_long_hostile_text_is_quick(page: Page) -> None:
    """No pile of marks makes the parser slow: 40,000 characters, Slack's most, within a second."""
    texts = [
        mark * (40_000 // len(mark)) for mark in ("*a ", "_", "`", "<", "*_~", ">", "a*", "<a|")
    ]
    taken: float = page.evaluate(
        """async (texts) => {
          const {parse} = await import('/_page/static/js/mrkdwn.js');
          const start = performance.now();
          texts.forEach(parse);
          return performance.now() - start;
        }""",
        texts,
    )
    assert taken < 1000 * len(texts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Rubrik\ntext", '<h3 class="md-heading">Rubrik</h3><p>text</p>'),
        ("**fet** och *kursiv*", "<p><strong>fet</strong> och <em>kursiv</em></p>"),
        ("- ett\n- två\n  - inne", "<ul><li>ett</li><li>två<ul><li>inne</li></ul></li></ul>"),
        ("2. två\n3. tre", '<ol start="2"><li>två</li><li>tre</li></ol>'),
        ("[sida](https://a.se)", f'<p><a href="https://a.se/" {WEB}>sida</a></p>'),
        ("[sida](javascript:x)", "<p><span>sida</span></p>"),
        ("```\n<b>\n```", '<pre tabindex="0"><code>&lt;b&gt;</code></pre>'),
        ("> citat", "<blockquote><p>citat</p></blockquote>"),
        ("<b>fet</b> & co", "<p>&lt;b&gt;fet&lt;/b&gt; &amp; co</p>"),
        ("ett_två_tre", "<p>ett_två_tre</p>"),
        ("---", "<hr>"),
    ],
)
def test_markdown(page: Page, text: str, expected: str) -> None:
    assert page.evaluate(MARKDOWN, text) == expected


def test_a_markdown_table(page: Page) -> None:
    markup: str = page.evaluate(MARKDOWN, "| A | B |\n|---|--:|\n| 1 | 2 |\n")
    assert '<th data-align="right">B</th>' in markup
    assert '<td data-align="left">1</td>' in markup


VALIDATE = """async ([element, value, optional]) => {
  const {validate} = await import('/_page/static/js/blocks/validate.js');
  const {BlockState} = await import('/_page/static/js/blocks/state.js');
  const {stringsFor} = await import('/_page/static/js/strings.js');
  const block = {type: 'input', block_id: 'b', optional, element: {action_id: 'a', ...element}};
  const state = new BlockState();
  state.set(block, block.element, value);
  return validate([block], state, stringsFor('sv-SE').text).b ?? null;
}"""

TEXT: dict[str, Any] = {"type": "plain_text_input", "min_length": 3, "max_length": 5}
NUMBER: dict[str, Any] = {"type": "number_input", "min_value": "1", "max_value": "9"}


@pytest.mark.parametrize(
    ("element", "value", "optional", "expected"),
    [
        (TEXT, None, False, "Fyll i det här fältet."),
        (TEXT, "  ", False, "Fyll i det här fältet."),
        (TEXT, None, True, None),
        (TEXT, "ab", True, "Skriv minst 3 tecken."),
        (TEXT, "abcdef", False, "Skriv högst 5 tecken."),
        (TEXT, "abcd", False, None),
        ({"type": "email_text_input"}, "kim", False, "e-postadress"),
        ({"type": "email_text_input"}, "kim@ystad.se", False, None),
        ({"type": "url_text_input"}, "javascript:x", False, "webbadress"),
        ({"type": "url_text_input"}, "https://a.se", False, None),
        (NUMBER, "tre", False, "Skriv ett tal."),
        (NUMBER, "2.5", False, "Skriv ett heltal."),
        (NUMBER, "10", False, "högst 9"),
        (NUMBER, "0", False, "lägst 1"),
        (NUMBER | {"is_decimal_allowed": True}, "2.5", False, None),
        ({"type": "checkboxes", "options": []}, [], False, "Välj något här."),
        ({"type": "static_select", "options": []}, None, False, "Välj något här."),
    ],
)
def test_what_a_form_checks_before_it_is_sent(
    page: Page, element: dict[str, Any], value: Any, optional: bool, expected: str | None
) -> None:
    problem: str | None = page.evaluate(VALIDATE, [element, value, optional])
    if expected is None:
        assert problem is None
    else:
        assert problem is not None
        assert expected in problem


def test_both_languages_have_every_text(page: Page) -> None:
    """The same texts, of the same kinds, in Swedish and in English; none is empty."""
    swedish, english = page.evaluate(
        """async () => {
          const {stringsFor} = await import('/_page/static/js/strings.js');
          const shape = (value) => {
            if (typeof value === 'object') {
              const shapes = Object.entries(value).map(([key, one]) => [key, shape(one)]);
              return Object.fromEntries(shapes);
            }
            return typeof value === 'function' ? `a function of ${value.length}` : Boolean(value);
          };
          return ['sv-SE', 'en-GB'].map((locale) => shape(stringsFor(locale).text));
        }"""
    )
    assert swedish == english
    assert len(swedish) > 100
    assert False not in swedish.values()
