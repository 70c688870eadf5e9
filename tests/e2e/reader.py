"""A window of the browser that notes what no page may do."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Request, Response

LATE_AFTER = 20_000  # ms, for a machine that is busy with other tests
OVERTAKEN = "is interrupted by another navigation"
TABS = 200  # presses of the key before giving up
# What a browser says in the console of an answer that is meant: a refused form, a hidden text.
MEANT = ("status of 403", "status of 404", "status of 410", "status of 422")

BOXES = {"checkbox", "radio"}
IS_FOCUSED = "wanted => document.activeElement === wanted"
IS_IN_FOCUSED_GROUP = """wanted => {
  const here = document.activeElement;
  return here.type === "radio" && here.name === wanted.name && here.form === wanted.form;
}"""


class Reader:
    """Opens pages, presses what a person would press, and remembers complaints."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.context = context
        self.home = home
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context.set_default_timeout(LATE_AFTER)
        self.page = context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)

    def open(self, path: str) -> Response:
        """Go to an address; a station that waits may load its own page at this very moment."""
        self.requests.clear()
        address = path if "://" in path else self.home + path
        response = self._go(address) or self._go(address) or self.page.goto(address)
        assert response is not None
        return response

    def _go(self, address: str) -> Response | None:
        """Go there, or let the page that was faster come first, and return None."""
        try:
            return self.page.goto(address)
        except Error as error:
            if OVERTAKEN not in error.message:
                raise
        self.page.wait_for_load_state()
        return None

    def wait_for(self, heading: str) -> None:
        """Wait for the page that a waiting station shows by itself."""
        self.page.get_by_role("heading", level=1, name=heading).wait_for()
        self.page.wait_for_load_state()

    def enter_as(self, name: str) -> None:
        """Take a role of the demo in one click."""
        self.open("/demo")
        self.press(self.page.locator(f'form[action$="/entrer/{name}"] button'))

    def press(self, wanted: Locator) -> None:
        """Follow a link or press a button, and wait for its page; or tick a box."""
        if wanted.get_attribute("type") in BOXES:
            wanted.click()
            return
        with self.page.expect_navigation():
            wanted.click()

    def unfold(self, summary: Locator) -> None:
        """Show what is folded under a summary."""
        summary.click()

    def write(self, wanted: Locator, text: str) -> None:
        wanted.fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label).first

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=words).first

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words).first

    def heading(self) -> str:
        return " ".join((self.page.locator("h1").first.text_content() or "").split())

    def words(self) -> str:
        """Return what a person reads in the page, on one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def check_nothing_went_wrong(self) -> None:
        assert not self.complaints

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(m in message.text for m in MEANT):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _note(self, request: Request) -> None:
        if request.redirected_from is None:
            self.requests.append(request.url)
        if urlsplit(request.url).netloc != urlsplit(self.home).netloc:
            self.complaints.append(f"{self.page.url} asks a third party for {request.url}")


class KeyboardReader(Reader):
    """The same, with nothing but keys: Tab, Enter, Space, arrows among radios, and typing."""

    def press(self, wanted: Locator) -> None:
        kind = wanted.get_attribute("type")
        if kind == "radio":
            self._choose(wanted)
            return
        self._reach(wanted, IS_FOCUSED)
        if kind == "checkbox":
            self.page.keyboard.press("Space")
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfold(self, summary: Locator) -> None:
        self._reach(summary, IS_FOCUSED)
        self.page.keyboard.press("Enter")

    def write(self, wanted: Locator, text: str) -> None:
        self._reach(wanted, IS_FOCUSED)
        self.page.keyboard.type(text)

    def _choose(self, wanted: Locator) -> None:
        self._reach(wanted, IS_IN_FOCUSED_GROUP)
        self.page.keyboard.press("Space")
        while not wanted.is_checked():
            self.page.keyboard.press("ArrowDown")

    def _reach(self, wanted: Locator, is_reached: str) -> None:
        for _ in range(TABS):
            if wanted.evaluate(is_reached):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"The Tab key does not lead to {wanted} on {self.page.url}.")
