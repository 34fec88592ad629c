"""The overview of price lists is a view that Slack takes, whatever suppliers wrote."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.messages import ListShown
from bot.sandbox.blockkit import check_view
from bot.week.overview import OverviewShown
from handlers.blocks import Renderer
from handlers.blocks.price_lists import overview, waiting
from handlers.ids import Origin
from handlers.payloads import DIRECT
from knowledge.text import Lang
from tests.handlers.strategies import (
    LIBRARY,
    counts,
    ids,
    instants,
    line,
    suppliers_latest,
    tuples,
    words,
)

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")

waits = st.builds(
    ListShown,
    incoming=ids,
    file=words,
    stage=st.sampled_from(["waiting", "asking"]),
    supplier=line,
    reasons=tuples(words, 3),
    suppliers=st.lists(line.filter(str.strip), max_size=120).map(tuple),
)
shown = st.builds(
    OverviewShown,
    suppliers=tuples(suppliers_latest, 70),
    waits=st.lists(waits, max_size=10, unique_by=lambda one: one.incoming).map(tuple),
    unread=tuples(words, 12),
    since=instants,
    accounts=counts,
    examples=st.booleans(),
    folder=st.booleans(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shown=shown, lang=st.sampled_from(Lang), asked=st.booleans())
def test_slack_takes_it(shown: OverviewShown, lang: Lang, asked: bool) -> None:
    view = overview(RENDERER.words(lang), shown, Origin(place=DIRECT), asked=asked)
    check_view(view)


@given(lang=st.sampled_from(Lang))
def test_slack_takes_what_is_shown_first(lang: Lang) -> None:
    check_view(waiting(RENDERER.words(lang), Origin(place=DIRECT)))
