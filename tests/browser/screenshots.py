"""Pictures of the product for the README.

    python -m tests.browser.screenshots docs/images

Lives through the story of `tests.browser.story` in a workspace of its own.
"""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, find_chromium
from tests.browser.steps import write
from tests.browser.story import (
    KIM_AT,
    ROBIN_AT,
    asks_and_hands_over,
    newest,
    press,
    says_who_they_are,
    sees_the_answer,
    takes_and_answers,
)
from tests.support.house import House, house

DESKTOP = (1280, 900)
PHONE = (390, 844)


def main(arguments: list[str]) -> int:
    """Write the pictures into the folder that is named; returns the exit code."""
    path = find_chromium()
    if len(arguments) != 1 or path is None:
        print("usage: python -m tests.browser.screenshots FOLDER, with a Chromium on PATH")  # noqa: T201
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        house(Path(place)) as at,
        sync_playwright() as playwright,
    ):
        at.load_examples()
        at.start()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        _take(browser, at, folder)
        browser.close()
    return 0


def _take(browser: Browser, at: House, folder: Path) -> None:
    phone = _open(browser, at, KIM_AT, PHONE)
    kim = _open(browser, at, KIM_AT, DESKTOP)
    write(kim, "jag kan inte skicka min beställning")
    newest(kim, "Har du attesterat alla flikar")
    newest(phone, "Har du attesterat alla flikar")
    _shoot(phone, folder / "phone.png")
    press(newest(kim, "Har du attesterat alla flikar"), "Avbryt")
    newest(kim, "jag har avslutat felsökningen")
    asks_and_hands_over(kim)
    _shoot(kim, folder / "guide-desktop.png")
    says_who_they_are(kim)
    robin = _open(browser, at, ROBIN_AT, DESKTOP)
    takes_and_answers(robin)
    sees_the_answer(kim)
    newest(robin, "E-1001 ·").get_by_test_id("thread-link").click()
    robin.get_by_test_id("thread").get_by_text("Robin Ek svarade Kim Berg").wait_for()
    _shoot(robin, folder / "coordinator.png")
    dark = _open(browser, at, KIM_AT, DESKTOP, "dark")
    newest(dark, "Nu är din kortkod kopplad")
    write(dark, "skrivarpaper")
    newest(dark, "Det här hittar jag")
    _shoot(dark, folder / "dark.png")


def _open(
    browser: Browser,
    at: House,
    query: str,
    size: tuple[int, int],
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        device_scale_factor=2 if size == PHONE else 1,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{at.server.url}/{query}")
    page.wait_for_selector("[data-testid=sidebar]", state="attached")
    return page


def _shoot(page: Page, path: Path) -> None:
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, animations="disabled", caret="hide")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
