"""The coordinators' views of the knowledge, whatever is in them, are such as Slack takes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge_drafts import Draft
from bot.knowledge_edits import Drafted
from bot.knowledge_shown import EntryShown, VersionShown
from bot.sandbox.blockkit import check_view
from bot.sandbox.model import Json
from bot.unanswered import Asked, UnansweredGroup
from handlers.blocks import Renderer, knowledge, menus
from handlers.blocks.entry_form import entry_form, written_in
from handlers.ids import CaseOrigin, DraftOrigin, EntryOrigin, Origin
from handlers.payloads import DIRECT
from knowledge.authoring import VARIANTS_MAX, Written, WrittenVariant, entry_of, written_of
from knowledge.collisions import Collision
from knowledge.text import Lang, Text
from knowledge.topics import Faq
from tests.handlers.strategies import LIBRARY
from tests.handlers.strategies import words as texts

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")
ORIGIN = Origin(place=DIRECT)
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LONG = "ett långt ord till " * 150
both_languages = pytest.mark.parametrize("lang", Lang)


def submitted(view: Json) -> dict[str, Any]:
    """The request that comes when a form is submitted as it stands."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        values[block["block_id"]] = {
            element["action_id"]: {
                "type": element["type"],
                "value": element.get("initial_value"),
                "selected_option": element.get("initial_option"),
                "selected_options": element.get("initial_options", []),
            }
        }
    return {"view": {"state": {"values": values}}}


@both_languages
@pytest.mark.parametrize("faq", LIBRARY.faqs.values(), ids=lambda faq: faq.id)
def test_the_form_of_every_entry_gives_it_back(lang: Lang, faq: Faq) -> None:
    view = entry_form(
        RENDERER.words(lang), written_of(faq), EntryOrigin(place=DIRECT, topic=faq.id)
    )
    check_view(view)
    step = LIBRARY.phrases.get("knowledge.default_step")
    assert entry_of(written_in(submitted(view)), faq.id, step=step, before=faq) == faq


@both_languages
def test_the_largest_form(lang: Lang) -> None:
    variant = WrittenVariant(municipality="ystad", role="receiver", sv=LONG, en=LONG)
    phrasings = "\n".join(f"så frågar man på sätt nummer {number}" for number in range(600))
    written = Written(
        **{f"{name}_{one}": LONG for name in ("title", "answer", "steps") for one in ("sv", "en")},
        phrasings_sv=phrasings,
        phrasings_en=phrasings,
        variants=(variant,) * VARIANTS_MAX,
    )
    view = entry_form(RENDERER.words(lang), written, EntryOrigin(place=DIRECT, topic="gln"))
    check_view(view)
    again = written_in(submitted(view))
    assert again.phrasings_sv == phrasings
    assert len(again.variants) == VARIANTS_MAX


@settings(max_examples=25, deadline=None)
@given(title=texts, answer=texts, phrasing=texts)
def test_any_text_before_it_is_kept(title: str, answer: str, phrasing: str) -> None:
    written = Written(title_sv=title, answer_sv=answer, phrasings_sv=f"{phrasing}\nfråga")
    view = entry_form(RENDERER.words(Lang.SV), written, EntryOrigin(place=DIRECT, case=7))
    check_view(view)
    step = LIBRARY.phrases.get("knowledge.default_step")
    faq = entry_of(written_in(submitted(view)), "nytt", step=step)
    if isinstance(faq, Faq):
        collisions = (Collision(text=phrasing, topic="gln", same=True),) * 20
        draft = Draft(topic=None, base=0, faq=faq)
        drafted = Drafted(id="a" * 32, draft=draft, collisions=collisions)
        place = DraftOrigin(place=DIRECT, draft=drafted.id)
        check_view(knowledge.preview(RENDERER.words(Lang.SV), drafted, place))


@both_languages
@pytest.mark.parametrize("page", [0, 1, 2, 99])
def test_a_list_of_many_pages(lang: Lang, page: int) -> None:
    shown = [
        EntryShown(
            topic=f"svar-{number}",
            title=Text(sv=f"Svar {number} <!channel>", en=LONG),
            phrasings=number,
            faq=number % 5 > 0,
            retired=number % 7 == 0,
            changed_at=NOW if number % 2 else None,
            changed_by="Kim <!here>" if number % 2 else None,
        )
        for number in range(80)
    ]
    view = knowledge.entries(RENDERER.words(lang), shown, 12, page, ORIGIN)
    check_view(view)
    assert "<!channel>" not in str(view["blocks"])
    assert "<!here>" not in str(view["blocks"])


@both_languages
def test_a_long_history(lang: Lang) -> None:
    fields = tuple(Faq.model_fields)
    acts = ("added", "edited", "phrased", "retired", "restored")
    versions = [
        VersionShown(
            id=number, at=NOW, by=LONG[:150], act=acts[number % 5], fields=fields, phrasings=-3
        )
        for number in range(60)
    ]
    words = RENDERER.words(lang)
    for shown in (versions, []):
        view = knowledge.history(words, "gln", LONG, shown, in_files=True, origin=ORIGIN)
        check_view(view)


@both_languages
@settings(max_examples=10, deadline=None)
@given(asked=st.lists(texts.filter(str.strip), min_size=1, max_size=6))
def test_many_questions(lang: Lang, asked: list[str]) -> None:
    group = UnansweredGroup(
        question=10**9,
        questions=tuple(range(300)),
        asked=tuple(Asked(text=text, lang=Lang.SV) for text in asked),
        unhelpful=3,
        likely="gln",
    )
    gone = group.model_copy(update={"likely": None, "unhelpful": 0})
    words = RENDERER.words(lang)
    many = [
        one.model_copy(update={"question": number})
        for number in range(0, 60, 2)
        for one in (group, gone)
    ]
    for groups in ([], many[::2], many[1::2]):
        check_view(knowledge.unanswered(words, groups, ORIGIN))


@both_languages
def test_the_same_as(lang: Lang) -> None:
    check_view(knowledge.same_as(RENDERER.words(lang), LONG, CaseOrigin(place=DIRECT, case=3)))


def test_topics_are_found_by_title_and_then_by_what_is_asked() -> None:
    words = RENDERER.words(Lang.SV)
    found = menus.topic_options(words, LIBRARY.topics.values(), "gln")
    assert found[0]["value"] == "gln"
    everything = menus.topic_options(words, LIBRARY.topics.values(), "")
    assert {one["value"] for one in everything} == set(LIBRARY.topics)
    assert menus.topic_options(words, LIBRARY.topics.values(), "regnbåge enhörning") == []
