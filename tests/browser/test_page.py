"""Talking on the page, in Chromium, against a real sandbox and a Bolt app over Socket Mode."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.sandbox.seed import ALEX, COORDINATORS, KIM, ORDERING, ROBIN
from bot.sandbox.server import SandboxServer
from tests.browser.conftest import Complaints, OpenPage
from tests.browser.steps import (
    KIMS_DM,
    bodies,
    dm,
    write,
)

pytestmark = pytest.mark.browser


def test_one_picks_a_person_and_the_title_says_who(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, ready="[data-testid=person-picker]")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.get_by_test_id(f"person-{KIM}").click()
    expect(page).to_have_title("Kim Berg · E-handelshjälpen")
    assert f"person={KIM}" in page.url
    expect(page.get_by_test_id("conversation")).to_have_attribute("data-channel", KIMS_DM)
    expect(page.get_by_test_id(f"channel-{ORDERING}")).to_be_visible()
    expect(page.get_by_test_id(f"channel-{COORDINATORS}")).to_have_count(0)


def test_an_english_person_gets_an_english_page(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm(ALEX))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_test_id("home")).to_have_text("Home")


def test_a_message_is_answered(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    write(page, "hej på dig")
    expect(bodies(page)).to_have_text(["hej på dig", "Du skrev: hej på dig"])
    expect(page.get_by_test_id("composer")).to_have_value("")
    expect(page.locator(".day:visible")).to_have_text("I dag")
    assert page.get_by_test_id("log").get_attribute("role") == "log"


def test_shift_enter_breaks_the_line(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    box = page.get_by_test_id("composer")
    box.press_sequentially("rad ett")
    box.press("Shift+Enter")
    box.press_sequentially("rad två")
    box.press("Enter")
    expect(bodies(page).first).to_have_text("rad ett\nrad två", use_inner_text=True)


def test_markup_that_a_person_wrote_is_shown_as_text(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(bot, dm())
    hostile = (
        '<script>window.hacked = 1</script> <img src=x onerror="window.hacked=1"> & <b>fet</b>'
    )
    write(page, hostile)
    expect(bodies(page)).to_have_text([hostile, f"Du skrev: {hostile}"])
    assert page.locator("[data-testid=log] :is(script, img, b)").count() == 0
    assert page.evaluate("window.hacked") is None


def test_a_thread(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    write(page, "tråd")
    page.get_by_test_id("thread-link").click()
    thread = page.get_by_test_id("thread")
    expect(thread.get_by_test_id("message-body")).to_have_text(["tråd", "Ett svar i tråden"])
    page.get_by_test_id("thread-composer").fill("mer")
    page.get_by_test_id("thread-send").click()
    answers = ["tråd", "Ett svar i tråden", "mer", "Du skrev: mer"]
    expect(thread.get_by_test_id("message-body")).to_have_text(answers)
    expect(page.get_by_test_id("thread-link")).to_contain_text("3 svar")
    expect(bodies(page)).to_have_text(["tråd"])
    page.get_by_test_id("thread-close").click()
    expect(thread).to_have_count(0)


def test_a_mention_is_answered_in_the_thread(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    box = page.get_by_test_id("composer")
    box.press_sequentially("hej @prov")
    page.get_by_test_id("suggestion").get_by_text("@Provboten").click()
    box.press_sequentially("var är sylten?")
    box.press("Enter")
    expect(bodies(page).first.locator(".mention")).to_have_text("@Provboten")
    page.get_by_test_id("thread-link").click()
    answer = page.get_by_test_id("thread").get_by_test_id("message-body").last
    expect(answer).to_have_text("Jag svarar i tråden.")


def test_an_ephemeral_message_says_so(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    write(page, "hemligt")
    note = page.get_by_test_id("ephemeral")
    expect(note).to_contain_text("Bara du ser detta")
    note.get_by_role("button").click()
    expect(note).to_have_count(0)
    expect(bodies(page)).to_have_text(["hemligt"])


def test_a_command_is_suggested_and_answered(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    box = page.get_by_test_id("composer")
    box.press_sequentially("/pr")
    expect(page.get_by_test_id("suggestion")).to_contain_text("/prova [text]")
    box.press("Tab")
    box.press_sequentially("en sak")
    box.press("Enter")
    expect(bodies(page).last).to_contain_text("Kommando: en sak")


def test_an_unknown_command_is_given_back(
    bot: SandboxServer, open_page: OpenPage, complaints: Complaints
) -> None:
    page = open_page(bot, dm())
    write(page, "/finnsinte hej")
    expect(page.get_by_test_id("toast")).to_contain_text("Kommandot /finnsinte finns inte.")
    expect(page.get_by_test_id("composer")).to_have_value("/finnsinte hej")
    # The browser itself notes the refused request.
    assert len(complaints.texts) == 1
    complaints.texts.clear()


def test_a_message_is_edited_reacted_to_and_deleted(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    write(page, "från början <3")
    message = page.get_by_test_id("message")
    message.hover()
    message.get_by_test_id("message-menu").click()
    page.get_by_test_id("menu-edit").click()
    expect(page.get_by_test_id("edit-box")).to_have_value("från början <3")
    page.get_by_test_id("edit-box").fill("till slut <3")
    page.get_by_test_id("edit-box").press("Enter")
    expect(bodies(page)).to_have_text(["till slut <3(redigerat)"])
    message.hover()
    message.get_by_test_id("react").click()
    page.get_by_role("menuitem").first.click()
    expect(page.get_by_test_id("reaction-+1")).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("reaction-+1").click()
    expect(page.get_by_test_id("reaction-+1")).to_have_count(0)
    message.hover()
    message.get_by_test_id("message-menu").click()
    page.get_by_test_id("menu-delete").click()
    page.get_by_test_id("confirm-yes").click()
    expect(bodies(page)).to_have_count(0)


def test_a_file_is_sent_and_can_be_fetched(
    bot: SandboxServer, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    note = tmp_path / "följesedel.txt"
    note.write_text("tre lådor sylt", encoding="utf-8")
    page.get_by_test_id("file-input").set_input_files(note)
    expect(page.get_by_test_id("pending-file")).to_contain_text("följesedel.txt")
    page.get_by_test_id("send").click()
    shown = page.get_by_test_id("log").get_by_test_id("file")
    expect(shown).to_contain_text("följesedel.txt")
    with page.expect_download() as download:
        shown.click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == "tre lådor sylt"


def test_two_people_in_two_tabs_see_each_other_live(
    bot: SandboxServer, open_page: OpenPage
) -> None:
    kim = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    robin = open_page(bot, f"?person={ROBIN}&channel={COORDINATORS}")
    channel = robin.get_by_test_id(f"channel-{ORDERING}")
    write(kim, "hör någon mig?")
    expect(channel).to_have_attribute("data-unread", "1")
    expect(robin).to_have_title("(1) Robin Ek · E-handelshjälpen")
    channel.click()
    expect(bodies(robin)).to_have_text(["hör någon mig?"])
    expect(channel).not_to_have_attribute("data-unread", re.compile(".*"))
    write(robin, "ja, Kim")
    expect(bodies(kim)).to_have_text(["hör någon mig?", "ja, Kim"])
    expect(kim.get_by_test_id("message").last).to_have_attribute("data-user", ROBIN)


def test_the_page_says_when_the_bot_is_not_running(
    server: SandboxServer, open_page: OpenPage
) -> None:
    page = open_page(server, dm())
    expect(page.get_by_test_id("bot-offline")).to_contain_text("Boten är inte igång")


def test_a_lost_connection_comes_back_with_what_was_missed(
    bot: SandboxServer, open_page: OpenPage, complaints: Complaints
) -> None:
    kim = open_page(bot, f"?person={KIM}&channel={ORDERING}")
    robin = open_page(bot, f"?person={ROBIN}&channel={ORDERING}")
    write(robin, "före")
    expect(bodies(kim)).to_have_text(["före"])
    kim.context.set_offline(True)
    bot.call(lambda sandbox: sandbox.page.stop())
    lost = kim.get_by_test_id("connection-lost")
    expect(lost).to_be_visible()
    write(robin, "under tiden")
    expect(bodies(robin)).to_have_text(["före", "under tiden"])
    kim.context.set_offline(False)
    expect(lost).to_be_hidden()
    expect(bodies(kim)).to_have_text(["före", "under tiden"])
    # The browser itself notes every attempt without a network.
    assert all("ERR_INTERNET_DISCONNECTED" in text for text in complaints.texts)
    complaints.texts.clear()


def test_faults_can_be_set_and_taken_away(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    page.get_by_test_id("faults-open").click()
    page.get_by_test_id("fault-kind").select_option("http_500")
    page.get_by_test_id("fault-method").fill("chat.update")
    page.get_by_test_id("fault-count").fill("2")
    page.get_by_test_id("fault-add").click()
    fault = page.get_by_test_id("fault")
    expect(fault).to_contain_text("chat.update · 2 gånger")
    assert bot.call(lambda sandbox: [one.kind for one in sandbox.faults.all()]) == ["http_500"]
    fault.get_by_role("button").click()
    expect(fault).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("faults")).to_be_hidden()


def test_what_is_half_written_waits_in_its_channel(bot: SandboxServer, open_page: OpenPage) -> None:
    page = open_page(bot, dm())
    page.get_by_test_id("composer").fill("jag hann inte")
    page.get_by_test_id(f"channel-{ORDERING}").click()
    expect(page.get_by_test_id("composer")).to_have_value("")
    page.get_by_test_id(f"channel-{KIMS_DM}").click()
    expect(page.get_by_test_id("composer")).to_have_value("jag hann inte")
    expect(page.get_by_test_id("send")).to_be_enabled()
