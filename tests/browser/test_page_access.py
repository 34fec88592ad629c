"""The page on a phone, in the dark, by keyboard alone, and with a thousand messages."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.sandbox.seed import KIM, ORDERING, ROBIN
from bot.sandbox.server import SandboxServer
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.steps import (
    KIMS_DM,
    assert_contrast,
    assert_fits,
    assert_thumb_sized,
    bodies,
    dm,
    element,
    tab_to,
    write,
)

pytestmark = pytest.mark.browser


def test_a_phone_shows_one_thing_at_a_time(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, f"?person={KIM}", size=(360, 740), touch=True)
    expect(page.get_by_test_id("sidebar")).to_be_visible()
    assert_fits(page)
    page.get_by_test_id(f"channel-{KIMS_DM}").tap()
    expect(page.get_by_test_id("sidebar")).to_be_hidden()
    for text in ("knappar", "val", "tråd", "ett_mycket_långt_ord" * 12):
        page.get_by_test_id("composer").fill(text)
        page.get_by_test_id("send").tap()
        expect(bodies(page).filter(has_text=text[:20]).first).to_be_visible()
    expect(page.get_by_test_id("thread-link")).to_be_visible()
    expect(bodies(page).last).to_contain_text("Du skrev: ett_mycket")
    assert_fits(page)
    assert_thumb_sized(page.get_by_test_id("conversation"))
    page.get_by_test_id("thread-link").tap()
    expect(page.get_by_test_id("thread")).to_be_visible()
    expect(page.get_by_test_id("conversation")).to_be_hidden()
    assert_fits(page)
    page.get_by_test_id("thread-back").tap()
    expect(page.get_by_test_id("thread")).to_have_count(0)
    page.get_by_test_id("back").tap()
    expect(page.get_by_test_id("sidebar")).to_be_visible()
    assert_thumb_sized(page.get_by_test_id("sidebar"))
    page.get_by_test_id("home").tap()
    expect(page.get_by_test_id("home-view")).to_contain_text("Välkommen hem")
    assert_fits(page)


def test_the_back_button_of_a_phone_goes_back(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, f"?person={KIM}", size=PHONE, touch=True)
    page.get_by_test_id(f"channel-{ORDERING}").tap()
    expect(page.get_by_test_id("conversation")).to_be_visible()
    page.go_back()
    expect(page.get_by_test_id("sidebar")).to_be_visible()
    expect(page.get_by_test_id("conversation")).to_have_count(0)


@pytest.mark.parametrize("chosen", ["system", "button"])
def test_dark_and_light_have_enough_contrast(
    bot: SandboxServer, open_page: OpenPage, chosen: str
) -> None:
    page = open_page(bot, dm(), scheme="dark" if chosen == "system" else "light")
    if chosen == "button":
        assert_contrast(page)
        page.get_by_test_id("theme").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        page.get_by_test_id("theme").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.reload()
    for text in ("knappar", "val", "hemligt", "*fet* `kod` https://example.se"):
        write(page, text)
    page.get_by_test_id("feedback-positive").click()
    expect(page.get_by_test_id("ephemeral")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)) < 60
    assert_contrast(page)


def test_everything_can_be_done_by_keyboard(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    tab_to(page, f"[data-testid=channel-{KIMS_DM}]", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("composer")).to_be_focused()
    page.keyboard.type("knappar")
    page.keyboard.press("Enter")
    expect(element(page, "answer_yes")).to_be_visible()
    tab_to(page, "[data-action-id=answer_yes]", key="Shift+Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(bodies(page).last).to_have_text("Tryckt: yes")
    tab_to(page, "[data-action-id=open_form]")
    page.keyboard.press("Enter")
    modal = page.get_by_test_id("modal")
    expect(modal.locator("[data-action-id=text]")).to_be_focused()
    page.keyboard.type("sylt")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "[data-testid=modal-submit]")
    page.keyboard.press("Enter")
    expect(modal).to_be_hidden()
    expect(bodies(page).last).to_have_text("Ärende: sylt / simrishamn /  / None")
    tab_to(page, ".message", key="Shift+Tab")
    page.keyboard.press("Home")
    expect(page.get_by_test_id("message").first).to_be_focused()
    tab_to(page, "[data-testid=message-menu]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("message").first.get_by_test_id("message-menu")).to_be_focused()


def test_the_newest_stays_in_sight_unless_one_reads_further_up(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(bot, dm(), size=(390, 500))
    for _ in range(4):
        write(page, "val")
    expect(bodies(page)).to_have_count(8)
    expect(bodies(page).last.get_by_test_id("feedback-negative")).to_be_in_viewport()
    read_further_up(page)
    bot.call(lambda sandbox: sandbox.workspace.post(KIMS_DM, KIM, "från min telefon"))
    expect(bodies(page).last).to_have_text("Du skrev: från min telefon")
    expect(bodies(page).last).to_be_in_viewport()
    read_further_up(page)
    expect(page.locator(".jump")).to_be_hidden()
    bot.call(lambda sandbox: sandbox.workspace.post(KIMS_DM, sandbox.workspace.bot.id, "hallå"))
    expect(page.locator(".jump")).to_be_visible()
    expect(bodies(page).last).not_to_be_in_viewport()
    page.locator(".jump").click()
    expect(bodies(page).last).to_be_in_viewport()


def test_the_keyboard_keeps_its_place_when_a_button_goes_away(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(bot, dm())
    write(page, "knappar")
    expect(element(page, "answer_once")).to_be_visible()
    tab_to(page, "[data-action-id=answer_once]", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(bodies(page).last).to_have_text("Besvarad")
    expect(page.get_by_test_id("message").last).to_be_focused()
    write(page, "val")
    expect(element(page, "pick_supplier")).to_be_visible()
    for action_id, key in (("pick_supplier", "Enter"), ("tick_done", "Space")):
        inside = f"[data-action-id={action_id}], [data-action-id={action_id}] *"
        page.get_by_test_id("composer").focus()
        tab_to(page, inside, key="Shift+Tab")
        page.keyboard.press(key)
        if key == "Enter":
            expect(page.get_by_test_id("option").first).to_be_visible()
            page.keyboard.press("Enter")
        expect(bodies(page).last).to_have_text(re.compile("Valt: lyreco|Ikryssat: dc"))
        expect(page.locator(f":is({inside}):focus")).to_have_count(1)


def read_further_up(page: Page) -> None:
    """Scroll up, and wait until the page has noticed."""
    page.locator(".scroller").evaluate(
        """one => new Promise((done) => {
          one.addEventListener('scroll', () => done(), {once: true});
          one.scrollBy(0, -600);
        })"""
    )


def test_a_thousand_messages_stay_quick(bot: SandboxServer, open_page: OpenPage) -> None:
    def fill(count: int) -> None:
        bot.call(
            lambda sandbox: [
                sandbox.workspace.post(ORDERING, ROBIN, f"rad {number}") for number in range(count)
            ]
        )

    fill(200)
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    expect(bodies(page).last).to_have_text("rad 199")
    # Older ones come when one scrolls up.
    page.locator(".scroller").evaluate("one => { one.scrollTop = 0; }")
    expect(page.get_by_text("rad 100", exact=True)).to_be_visible()
    page.evaluate(
        """() => {
          window.kept = document.querySelector('[data-testid=message]');
          window.removals = 0;
          new MutationObserver((changes) => {
            for (const change of changes) window.removals += change.removedNodes.length;
          }).observe(document.querySelector('[data-testid=log]'), {childList: true});
        }"""
    )
    fill(1000)
    expect(bodies(page).last).to_have_text("rad 999")
    assert page.get_by_test_id("message").count() >= 1100
    assert page.evaluate("window.kept.isConnected && window.removals") == 0
    write(page, "och en till")
    expect(bodies(page).last).to_have_text("och en till")
    below = page.locator(".scroller").evaluate(
        "one => one.scrollHeight - one.scrollTop - one.clientHeight"
    )
    assert below < 2
