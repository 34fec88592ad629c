"""Buttons, selects, forms and the home tab on the page, answered by a real Bolt app."""

from typing import Any

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from bot.sandbox.seed import KIM, ORDERING
from bot.sandbox.server import SandboxServer
from tests.browser.conftest import Complaints, OpenPage, running_bot
from tests.browser.steps import KIMS_DM, bodies, dm, element, write
from tests.browser.tryout_bot import choices, mrkdwn, option, plain

pytestmark = pytest.mark.browser


def test_a_button_is_pressed_and_a_confirm_dialog_can_say_no(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(bot, dm())
    write(page, "knappar")
    element(page, "answer_yes").click()
    expect(bodies(page).last).to_have_text("Tryckt: yes")
    element(page, "answer_cancel").click()
    dialog = page.get_by_test_id("confirm")
    expect(dialog).to_contain_text("Guiden försvinner.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(element(page, "answer_cancel")).to_be_focused()
    element(page, "answer_cancel").click()
    page.get_by_test_id("confirm-yes").click()
    expect(bodies(page).last).to_have_text("Tryckt: cancel")
    expect(bodies(page)).to_have_count(4)


def test_a_form_with_errors_and_then_right(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-new_case").click()
    modal = page.get_by_test_id("modal")
    what = modal.locator("[data-action-id=text]")
    expect(what).to_be_focused()
    what.fill("bröd")
    page.get_by_test_id("modal-submit").click()
    town = modal.locator("[data-block-id=town][data-testid=block]")
    expect(town.get_by_test_id("input-error")).to_have_text("Välj något här.")
    town.get_by_text("Ystad").click()
    expect(town.get_by_test_id("input-error")).to_be_hidden()
    suppliers = modal.locator("[data-block-id=suppliers][data-action-id=choice]")
    suppliers.press("ArrowDown")
    suppliers.press("Enter")
    suppliers.press("ArrowDown")
    suppliers.press("Enter")
    suppliers.press("Escape")
    expect(modal.locator(".chip")).to_have_text(["Lyreco×", "Procurator×"])
    modal.locator("[data-action-id=date]").fill("2026-03-09")
    page.get_by_test_id("modal-submit").click()
    error = modal.locator("[data-block-id=what][data-testid=block]").get_by_test_id("input-error")
    expect(error).to_have_text("Skriv något om sylt.")
    expect(what).to_have_attribute("aria-invalid", "true")
    expect(what).to_be_focused()
    expect(what).to_have_value("bröd")
    what.fill("sylt saknas")
    page.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    expected = "Ärende: sylt saknas / ystad / lyreco+procurator / 2026-03-09"
    expect(bodies(page).last).to_have_text(expected)


def test_escape_closes_a_modal_and_tab_stays_inside(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(bot, dm())
    page.get_by_test_id("shortcuts").click()
    page.get_by_test_id("shortcut-new_case").click()
    modal = page.get_by_test_id("modal")
    expect(modal.locator("[data-action-id=text]")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert modal.evaluate("dialog => dialog.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("shortcuts")).to_be_focused()


def test_an_external_select_asks_while_one_types(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    write(page, "val")
    search = element(page, "find_article")
    search.press_sequentially("h")
    expect(page.locator(".listbox:popover-open")).to_contain_text("Skriv minst 2 tecken.")
    search.press_sequentially("allon")
    expect(page.get_by_test_id("option")).to_have_text(["Hallonsylt 2 kg", "Hallonsaft 5 l"])
    search.press("ArrowDown")
    search.press("Enter")
    expect(bodies(page).last).to_have_text("Valt: Hallonsaft 5 l")
    expect(search).to_have_value("Hallonsaft 5 l")


def test_choices_are_sent_and_kept(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    write(page, "val")
    element(page, "pick_supplier").click()
    page.get_by_test_id("option").get_by_text("Procurator").click()
    expect(bodies(page).last).to_have_text("Valt: procurator")
    expect(element(page, "pick_supplier")).to_have_value("Procurator")
    page.get_by_label("Ringt leverantören").check()
    expect(bodies(page).last).to_have_text("Ikryssat: called")
    page.get_by_label("Ringt DC").check()
    expect(bodies(page).last).to_have_text("Ikryssat: called, dc")
    element(page, "case_menu").click()
    page.get_by_role("menuitem", name="Återta").click()
    expect(bodies(page).last).to_have_text("Valt: withdraw")
    expect(page.get_by_role("columnheader")).to_have_text(["Artikel", "Pris"])


def test_the_thumbs_keep_what_was_pressed(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    write(page, "val")
    page.get_by_test_id("feedback-negative").click()
    expect(bodies(page).last).to_have_text("Tummen: bad")
    expect(page.get_by_test_id("feedback-negative")).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("feedback-positive").click()
    expect(bodies(page).last).to_have_text("Tummen: good")
    expect(page.get_by_test_id("feedback-negative")).to_have_attribute("aria-pressed", "false")
    # Another channel and back: the message is drawn anew, and remembers.
    page.get_by_test_id(f"channel-{ORDERING}").click()
    expect(page.get_by_test_id("conversation")).to_have_attribute("data-channel", ORDERING)
    page.get_by_test_id(f"channel-{KIMS_DM}").click()
    expect(page.get_by_test_id("feedback-positive")).to_have_attribute("aria-pressed", "true")


def test_the_home_tab(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    page.get_by_test_id("home").click()
    home = page.get_by_test_id("home-view")
    expect(home.get_by_role("heading", name="Välkommen hem")).to_be_visible()
    element(page, "home_press").click()
    expect(element(page, "home_press")).to_have_text("Tryckt 1 gånger")
    element(page, "home_press").click()
    expect(element(page, "home_press")).to_have_text("Tryckt 2 gånger")
    page.get_by_test_id("tab-messages").click()
    expect(page.get_by_test_id("composer")).to_be_focused()


def test_a_message_shortcut_opens_its_form(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    write(page, "sylten kom inte")
    message = page.get_by_test_id("message")
    message.hover()
    message.get_by_test_id("message-menu").click()
    page.get_by_test_id("shortcut-case_of_message").click()
    expect(page.get_by_test_id("modal").get_by_role("heading")).to_have_text("Skapa ärende")
    page.get_by_test_id("modal-x").click()
    expect(page.get_by_test_id("modal")).to_be_hidden()


def test_a_home_that_was_open_is_filled_when_the_bot_starts(
    server: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(server, f"?person={KIM}&view=home")
    expect(page.get_by_test_id("home-view")).to_contain_text("Hemfliken är tom")
    with running_bot(server):
        expect(page.get_by_test_id("home-view")).to_contain_text("Välkommen hem")
        expect(page.get_by_test_id("bot-offline")).to_be_hidden()


def text_element(text: str, **style: bool) -> dict[str, Any]:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


EVERYTHING: list[dict[str, Any]] = [
    {
        "type": "rich_text",
        "block_id": "rich",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    text_element("Fet", bold=True),
                    text_element(" <i>text</i> "),
                    {"type": "user", "user_id": KIM},
                    {"type": "link", "url": "https://example.se/", "text": "länk"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "elements": [
                    {"type": "rich_text_section", "elements": [text_element("ett")]},
                    {"type": "rich_text_section", "elements": [text_element("två")]},
                ],
            },
            {"type": "rich_text_quote", "elements": [text_element("citat")]},
            {"type": "rich_text_preformatted", "elements": [text_element("kod")]},
        ],
    },
    {"type": "markdown", "block_id": "marked", "text": "## Rubrik\n- **ett**\n- <u>två</u>"},
    {
        "type": "image",
        "block_id": "picture",
        "image_url": "https://elsewhere.example/a.png",
        "alt_text": "En burk sylt",
        "title": plain("Sylt"),
    },
    {"type": "divider"},
    {
        "type": "section",
        "block_id": "facts",
        "fields": [mrkdwn("*Leverantör*\nLyreco"), mrkdwn("*Enhet*\nHink")],
    },
    {
        "type": "actions",
        "block_id": "picks",
        "elements": [
            {"type": "users_select", "action_id": "user", "placeholder": plain("Person")},
            {"type": "conversations_select", "action_id": "place", "placeholder": plain("Kanal")},
            {
                "type": "static_select",
                "action_id": "grouped",
                "placeholder": plain("Grupp"),
                "option_groups": [
                    {"label": plain("Mat"), "options": [option("Sylt", "jam")]},
                    {"label": plain("Kontor"), "options": [option("Papper", "paper")]},
                ],
            },
            {
                "type": "radio_buttons",
                "action_id": "radio",
                "initial_option": option("Nej", "no"),
                "options": [option("Ja", "yes"), option("Nej", "no")],
            },
            {"type": "datepicker", "action_id": "day", "initial_date": "2026-03-09"},
        ],
    },
    {
        "type": "context_actions",
        "block_id": "icons",
        "elements": [
            {
                "type": "icon_button",
                "action_id": "remove",
                "icon": "trash",
                "text": plain("Ta bort"),
            }
        ],
    },
]


def test_every_block_is_drawn(server: SandboxServer, open_page: OpenPage) -> None:
    client = WebClient(token=server.bot_token, base_url=server.api_url)
    client.chat_postMessage(channel=KIMS_DM, text="Allt", blocks=EVERYTHING)
    page = open_page(server, dm())
    body = bodies(page)
    expect(body.get_by_test_id("block")).to_have_count(len(EVERYTHING))
    expect(body.locator(".block-unknown")).to_have_count(0)
    expect(body.locator(".rich-text strong")).to_have_text("Fet")
    expect(body.locator(".rich-section").first).to_have_text("Fet <i>text</i> @Kim Berglänk")
    expect(body.locator(".rich-text ol li")).to_have_text(["ett", "två"])
    expect(body.locator(".rich-text blockquote")).to_have_text("citat")
    expect(body.locator(".block-markdown li")).to_have_text(["ett", "<u>två</u>"])
    # The page fetches nothing from elsewhere: the picture's own words stand in for it.
    expect(body.locator(".block-image")).to_contain_text("Bild: En burk sylt")
    expect(body.locator(".field")).to_have_text(["Leverantör\nLyreco", "Enhet\nHink"])
    expect(body.get_by_label("Nej")).to_be_checked()
    expect(element(page, "day")).to_have_value("2026-03-09")
    expect(body.get_by_role("button", name="Ta bort")).to_be_visible()
    element(page, "grouped").click()
    expect(page.get_by_role("group", name="Mat").get_by_role("option")).to_have_text("Sylt")
    element(page, "user").click()
    element(page, "user").fill("rob")
    expect(page.get_by_test_id("option")).to_contain_text(["Robin Ek"])
    element(page, "place").click()
    expect(page.get_by_test_id("option").filter(has_text="#e-handel")).to_be_visible()


def test_a_silent_bot_is_told_of_and_the_choice_taken_back(
    server: SandboxServer, open_page: OpenPage, complaints: Complaints
) -> None:
    client = WebClient(token=server.bot_token, base_url=server.api_url)
    client.chat_postMessage(channel=KIMS_DM, text="Val", blocks=choices())
    page = open_page(server, dm())
    page.get_by_test_id("feedback-positive").click()
    expect(page.get_by_test_id("toast")).to_have_count(1)
    expect(page.get_by_test_id("toast")).to_contain_text("Provboten svarade inte.")
    expect(page.get_by_test_id("feedback-positive")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_test_id("feedback-positive")).to_be_enabled()
    # The browser itself notes the failed request.
    assert len(complaints.texts) == 1
    complaints.texts.clear()
