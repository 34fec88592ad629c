"""Every form, whatever is in it, is one that Slack takes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.views import View

from bot.messages import ContactCard, ContactLine
from bot.occasion import Place
from bot.people import Person
from bot.sandbox.blockkit import check_view
from handlers.blocks import Renderer, menus, modals
from handlers.ids import (
    FORMS,
    CaseOrigin,
    ContactChoice,
    ContactOrigin,
    FormName,
    Origin,
    PartyOrigin,
)
from knowledge.text import Lang
from tests.handlers.strategies import (
    LIBRARY,
    cards,
    contact_lines,
    line,
    municipalities,
    roles,
    words,
)

RENDERER = Renderer(lambda: LIBRARY, "Europe/Stockholm")
PLACE = Place(channel="C0SAMORD01", thread_ts="1700000000.000100", dm=False)
ORIGIN = Origin(place=PLACE, message_ts="1700000000.000200")
CASE = CaseOrigin(place=PLACE, message_ts="1700000000.000200", case=10**6)
both_languages = pytest.mark.parametrize("lang", Lang)
thoroughly = settings(max_examples=25, deadline=None)


def check(view: dict[str, Any]) -> None:
    check_view(view)
    View(**view).validate_json()


@both_languages
@pytest.mark.parametrize("form", FORMS)
def test_the_coordinators_forms(form: FormName, lang: Lang) -> None:
    parties = [party.id for party in LIBRARY.parties.all()]
    view = modals.case_form(RENDERER.words(lang), form, CASE, parties)

    check(view)
    assert CaseOrigin.load(view["private_metadata"]) == CASE
    assert view["callback_id"] == f"case_{form}"


@both_languages
def test_the_persons_form(lang: Lang) -> None:
    check(modals.case_add(RENDERER.words(lang), CASE))


@both_languages
@thoroughly
@given(text=words)
def test_a_case_from_a_message(lang: Lang, text: str) -> None:
    check(modals.case_from_message(RENDERER.words(lang), text, ORIGIN))


@both_languages
@thoroughly
@given(department=st.none() | words, municipality=municipalities, role=roles)
def test_the_profile(lang: Lang, department: str | None, municipality: Any, role: Any) -> None:
    person = Person(
        id="U1",
        name="Kim",
        lang=lang,
        municipality=municipality,
        department=department,
        role=role,
    )

    check(modals.profile(RENDERER.words(lang), person, ORIGIN))


@both_languages
@thoroughly
@given(contact=contact_lines, name=line)
def test_a_contact(lang: Lang, contact: ContactLine, name: str) -> None:
    origin = ContactOrigin(place=PLACE, party="procurator", role=contact.role)

    check(modals.contact_form(RENDERER.words(lang), name, contact, origin))


@both_languages
@thoroughly
@given(text=words, written=words)
def test_a_refusal_keeps_what_was_written(lang: Lang, text: str, written: str) -> None:
    check(modals.notice(RENDERER.words(lang), text.strip() or "nej", written))


def test_which_contact() -> None:
    card = ContactCard(
        party="procurator",
        name="Procurator",
        lines=(ContactLine(role="orders"), ContactLine(role="contract")),
    )

    check(modals.contact_choice(RENDERER.words(Lang.SV), card, PartyOrigin(place=PLACE, party="x")))


@thoroughly
@given(given_cards=st.lists(cards, max_size=14), typed=line)
def test_the_menu_of_contacts(given_cards: list[ContactCard], typed: str) -> None:
    groups = menus.contact_groups(RENDERER.words(Lang.SV), given_cards, typed)

    if groups:
        element = {"type": "static_select", "action_id": "a", "option_groups": groups}
        text = {"type": "mrkdwn", "text": "x"}
        check_view(
            {"type": "home", "blocks": [{"type": "section", "text": text, "accessory": element}]}
        )


def test_the_menu_marks_what_is_missing_and_finds_by_name() -> None:
    found = [
        ContactCard(party="lyreco", name="Lyreco", lines=(ContactLine(role="orders"),)),
        ContactCard(
            party="charkett", name="Charkett", lines=(ContactLine(role="orders", phone="0414 1"),)
        ),
    ]
    words_sv = RENDERER.words(Lang.SV)

    everything = menus.contact_groups(words_sv, found, "")
    assert [group["label"]["text"] for group in everything] == ["Lyreco", "Charkett"]
    assert everything[0]["options"][0]["text"]["text"].endswith("saknas")
    assert not everything[1]["options"][0]["text"]["text"].endswith("saknas")
    assert ContactChoice.load(everything[0]["options"][0]["value"]).party == "lyreco"
    assert [g["label"]["text"] for g in menus.contact_groups(words_sv, found, "chark")] == [
        "Charkett"
    ]
