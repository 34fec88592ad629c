"""What a person does on the page, and how the page has to look, for tests to say in a word."""

from playwright.sync_api import Locator, Page

from bot.sandbox.seed import KIM

KIMS_DM = f"D{KIM[1:]}"


def dm(person: str = KIM) -> str:
    """The address of a person's conversation with the bot."""
    return f"?person={person}&channel=D{person[1:]}"


def write(page: Page, text: str) -> None:
    """Write a message and send it with Enter."""
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def bodies(page: Page) -> Locator:
    """The contents of the messages in the channel (not the thread), oldest first."""
    return page.get_by_test_id("log").get_by_test_id("message-body")


def element(page: Page, action_id: str) -> Locator:
    """The Block Kit element with this action id."""
    return page.locator(f"[data-action-id={action_id}]")


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window: no sideways scrolling."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    inside = page.evaluate(
        "[...document.querySelectorAll('.scroller, .home-scroll, .nav')]"
        ".filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)"
        ".map(one => one.className)"
    )
    assert (wide <= 0, inside) == (True, [])


def assert_thumb_sized(root: Locator) -> None:
    """Everything that can be pressed is at least 44 by 44 pixels (WCAG 2.2, 2.5.5)."""
    small = root.evaluate(
        """root => [...root.querySelectorAll('button, a, [role=combobox], .choice')]
          .filter(one => one.checkVisibility({visibilityProperty: true}))
          .map(one => one.closest('.combo') ?? one)
          .map(one => ({box: one.getBoundingClientRect(), html: one.outerHTML.slice(0, 90)}))
          .filter(({box}) => box.height < 43.5 || box.width < 43.5)
          .map(({box, html}) => `${box.width}x${box.height} ${html}`)"""
    )
    assert small == []


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  };
  const over = ([r, g, b, alpha], below) =>
    [r, g, b].map((part, i) => part * alpha + below[i] * (1 - alpha));
  const light = (color) => {
    const [r, g, b] = color.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) {
      layers.push(rgba(getComputedStyle(one).backgroundColor));
    }
    return layers.reverse().reduce((below, layer) => over(layer, below), [1, 1, 1]);
  };
  const isShown = (element) =>
    element.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    !element.closest('.visually-hidden, .emoji, noscript');
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const {data, parentElement: element} = walker.currentNode;
    if (!data.trim() || !isShown(element)) continue;
    const back = behind(element);
    const front = over(rgba(getComputedStyle(element).color), back);
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.className} ${data.slice(0, 30)}`);
  }
  return poor;
}"""


def assert_contrast(page: Page) -> None:
    """Every visible text keeps WCAG 2.2's 4.5:1 against what is painted behind it."""
    assert page.evaluate(CONTRAST) == []


def tab_to(page: Page, selector: str, *, key: str = "Tab") -> None:
    """Press `key` until the focus is on what `selector` matches; AssertionError if it never is."""
    for _ in range(40):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {selector}")
