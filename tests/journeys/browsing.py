"""Somebody at a browser. Every page they open is held to the same demands.

A page is refused when it speaks in the console, when something it asked for failed, when it is
wider than the screen, or when axe finds a fault in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Locator, Page, Response

from apps.accounts.models import User
from tests.bodies import text_of_pdf
from tests.factories.accounts import PASSWORD
from tests.journeys.accessibility import faults_of

LINKS = re.compile(r"""<a\s[^>]*?href="([^"]*)\"""")
MOST_TABS = 80

# What is focused: its name as a person would say it, and whether the eye finds it.
FOCUSED = """() => {
  const it = document.activeElement;
  const style = getComputedStyle(it);
  const label = it.labels?.length ? it.labels[0].textContent : "";
  const name = it.getAttribute("aria-label") || label || it.textContent || it.value || "";
  const box = it.getBoundingClientRect();
  return {
    name: name.replace(/\\s+/g, " ").trim(),
    tag: it.tagName,
    ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
      || style.boxShadow !== "none",
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
# The form that sends itself when a result is on the screen; its button then offers the opposite.
READ_MARK = """() => {
  const form = document.querySelector("form[data-co-read]");
  return !form || form.querySelector("button").textContent.trim() === form.dataset.coRead.trim();
}"""
WIDTH = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def words(text: str) -> str:
    """On one line, every kind of space being a space."""
    return " ".join(text.split())


def session_of(login: str) -> str:
    """As the form opens one: with a password, at this minute, which delicate pages ask about."""
    client, user, request = Client(), User.objects.get(username=login), HttpRequest()
    client.force_login(user)
    request.session, request.user = client.session, user
    reauthenticate_by_password(request)
    request.session.save()
    return str(client.cookies["sessionid"].value)


def widened(page: Page) -> Page:
    """A phone signs out from «Mon compte»; a larger screen from any page."""
    page.set_viewport_size({"width": 1280, "height": 800})
    return page


class Person:
    """Reads with ``text``, acts by the words on the screen or by keys."""

    def __init__(
        self, page: Page, origin: str, *, scripts: bool = True, thorough: bool = False
    ) -> None:
        self.page, self.origin, self.scripts, self.thorough = page, origin, scripts, thorough
        self.troubles: list[str] = []
        self.visited: list[str] = []
        self.status: int | None = None
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)

    # Going ---------------------------------------------------------------------------------

    def visit(self, path: str, *, status: int = 200) -> None:
        with self.going(status):
            self.page.goto(self.origin + path)

    def follow(self, name: str, *, status: int = 200, **options: Any) -> None:
        """Press the link or the button of that name, and arrive somewhere."""
        self.unfold(name, **options)
        with self.going(status):
            self.control(name, **options).click()

    def unfold(self, name: str, **options: Any) -> None:
        """Open the rest of the menu, on a phone, for a name that is nowhere on the page."""
        rest = self.page.locator(".dividers__more")
        if rest.is_visible() and not self.control(name, **options).count():
            rest.click()

    def open_menu(self) -> None:
        """By keyboard, on a phone; a larger screen shows it all."""
        if self.page.locator(".dividers__more").is_visible():
            self.tab_to("Menu")
            self.key("Enter")

    def press_enter(self, *, status: int = 200) -> None:
        with self.going(status):
            self.page.keyboard.press("Enter")

    def reload(self, *, status: int = 200) -> None:
        with self.going(status):
            self.page.reload()

    def arrive(self, login: str, path: str = "/") -> None:
        """Somebody whose session is open already; the form of sign-in has its own stories."""
        session = {"name": "sessionid", "value": session_of(login), "url": self.origin}
        self.page.context.add_cookies([session])
        self.visit(path)

    def sign_in(self, login: str, *, password: str = PASSWORD) -> None:
        """From the page of sign-in, wherever one was going."""
        if urlsplit(self.page.url).path != "/compte/connexion/":
            self.visit("/compte/connexion/")
        self.page.get_by_label("Identifiant ou adresse e-mail").fill(login)
        self.page.get_by_label("Mot de passe").fill(password)
        self.follow("Se connecter")

    @contextmanager
    def going(self, status: int = 200) -> Iterator[None]:
        self.status = None
        with self.page.expect_navigation():
            yield
        assert self.status == status, f"{self.page.url}: {self.status}"
        self.check()

    # Reading -------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What the page says, below the masthead."""
        return words(self.page.locator("main").inner_text())

    @property
    def everything(self) -> str:
        """The source, for what must be nowhere at all."""
        return self.page.content()

    def sent_at(self, path: str) -> tuple[str, str, list[str]]:
        """Where an address leads with this person's session, what is sent (the words, of a PDF)
        and, of a page, its links that stay in the portal."""
        answer = self.page.request.get(self.origin + path)
        assert answer.ok, f"{path}: {answer.status}"
        arrived = answer.url.removeprefix(self.origin)
        kind = answer.headers["content-type"].partition(";")[0]
        if kind == "application/pdf":
            return arrived, text_of_pdf(answer.body()), []
        text = answer.text()
        links = {html.unescape(link) for link in LINKS.findall(text)} if kind == "text/html" else ()
        return arrived, text, sorted(link for link in links if link.startswith(("/", "?")))

    def control(self, name: str, **options: Any) -> Locator:
        exact = re.compile(rf"^\s*{re.escape(name).replace(chr(92) + ' ', chr(92) + 's+')}\s*$")
        link = self.page.get_by_role("link", name=exact, **options)
        return link.or_(self.page.get_by_role("button", name=exact, **options)).first

    # By keyboard ---------------------------------------------------------------------------

    def focused(self) -> dict[str, Any]:
        return self.page.evaluate(FOCUSED)

    def tab_to(self, name: str) -> None:
        """Tab until ``name`` is focused; every stop on the way must show where one is."""
        for __ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            here = self.focused()
            if here["tag"] == "BODY":
                continue
            assert here["ring"], f"{self.path}: no visible focus on «{here['name']}»"
            assert here["onScreen"], f"{self.path}: «{here['name']}» is focused out of sight"
            if here["name"] == name:
                return
        raise AssertionError(f"{self.path}: no «{name}» by keyboard")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)

    # Demands -------------------------------------------------------------------------------

    def check(self) -> None:
        """The demands on the page as it stands."""
        if self.scripts:  # the page says again what it said once its own mark has been answered
            self.page.wait_for_function(READ_MARK)
        assert not self.troubles, self.troubles
        asked, given = self.page.evaluate(WIDTH)
        assert asked <= given, f"{self.path} is {asked} px wide on a screen of {given}"
        if self.scripts:  # without them axe never answers: its timers are stopped too
            faults = faults_of(self.page, again=self.thorough)
            assert faults == [], f"{self.path}: {faults}"
        self.visited.append(self.path)

    def _on_failure(self, asked: Any) -> None:
        """Leaving a page cancels what it asks for again and again, and the modules that a form of
        it was asking for: nobody misses that."""
        left = asked.resource_type in ("xhr", "fetch", "script")
        if not left or asked.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {asked.url}")

    def _on_console(self, message: Any) -> None:
        """Chromium repeats there the status of a page: that is what ``status`` demands."""
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            if response.status not in (301, 302, 303):
                self.status = response.status
        elif response.status >= 400:
            self.troubles.append(f"{response.status}: {response.url}")
