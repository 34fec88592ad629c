"""Buttons, selects, forms and the home tab on the page, answered by a real Bolt app."""

import pytest
from playwright.sync_api import expect

from bot.sandbox.seed import KIM, ORDERING
from bot.sandbox.server import SandboxServer
from tests.browser.conftest import OpenPage
from tests.browser.steps import KIMS_DM, bodies, dm, element, write

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
