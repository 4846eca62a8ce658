"""Somebody who walks through the site, and looks hard at every page they come to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page
from tests.functional.site.conftest import DESKTOP, TELEPHONE, runs_sideways, violations

# What a page is judged by: WCAG 2.2 AA, and what axe calls best practice besides.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# How a page is built, without its words: rows built alike count once. Axe judges the building.
BUILDING = """() => {
    const built = node => {
        const names = node.getAttributeNames().filter(name => !["href", "value", "id", "for", "name", "datetime"].includes(name));
        const kept = names.map(name => /^(class|role|type|aria-(?!describedby|labelledby|controls|label))/.test(name)
            ? `${name}=${node.getAttribute(name)}` : `${name}${node.getAttribute(name) ? "+" : "-"}`);
        const inner = [...node.childNodes].map(child => child.nodeType === 1 ? built(child) : child.textContent.trim() ? "." : "");
        return `<${node.tagName} ${kept.sort().join(" ")}>${inner.filter((one, i) => one !== inner[i - 1]).join("")}</>`;
    };
    return built(document.body);
}"""
_judged: set[int] = set()

# How a page is walked through by its keys: past the bar first, in the order in which it is read, and seeing where one is.
BY_KEYS = """() => {
    const look = (node, part) => {
        const style = getComputedStyle(node, part);
        return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor, style.color].join();
    };
    const parts = one => [look(one), look(one, "::before"), look(one, "::after")];
    const looks = node => [node, ...(node.labels || [])].flatMap(parts).join();
    const reached = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
        .filter(node => node.tabIndex >= 0 && !node.disabled && node.type !== "hidden");
    const found = [];
    if (reached.length && !reached[0].matches(".govuk-skip-link")) found.push("the first key does not lead past the navigation");
    for (const node of reached) {
        if (node.tabIndex > 0) found.push(`out of the order in which it is read: ${node.outerHTML.slice(0, 80)}`);
        if (!node.checkVisibility()) continue;
        const before = looks(node);
        node.focus({focusVisible: true, preventScroll: true});
        const isSeen = document.activeElement !== node || looks(node) !== before;
        if (!isSeen) found.push(`no focus to be seen: ${node.outerHTML.slice(0, 80)}`);
    }
    document.activeElement?.blur();
    return found;
}"""


def judged(page: Page, has_js: bool = True) -> list[str]:
    """What is wrong with a page for anybody at all: one line a fault. Axe is a script, and runs only where scripts do."""
    found: list[str] = []
    if has_js and (building := hash(page.evaluate(BUILDING))) not in _judged:
        found = violations(page, TAGS) + page.evaluate(BY_KEYS)
        if not found:
            _judged.add(building)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if not re.match(r"\S.* – \S", page.title()):
        found.append(f"no title of its own: {page.title()}")
    page.set_viewport_size({"width": TELEPHONE, "height": 900})
    if runs_sideways(page):
        found.append("on a telephone it runs sideways")
    page.set_viewport_size({"width": DESKTOP, "height": 900})
    return found


class Visitor:
    """One person in one browser, who finds what they press as people do: by its words.

    Attributes:
        page: where they are.
    """

    def __init__(self, page: Page, wrong: list[str], shot: Callable[..., None], has_js: bool) -> None:
        self.page = page
        self._wrong = wrong
        self._shot = shot
        self._has_js = has_js

    def open(self, path: str) -> int:
        """Go straight to an address, and look; the status of the answer."""
        answer = self.page.goto(path)
        assert answer is not None
        self.look()
        return answer.status

    def follow(self, words: str, *, within: str = "main, nav, .govuk-back-link", exact: bool = True) -> None:
        """Follow the first link of these words, and look at where it leads."""
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=words, exact=exact).first.click()
        self.look()

    def press(self, words: str, *, exact: bool = True) -> None:
        """Press the first button of these words, and look at where it leads."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=exact).first.click()
        self.look()

    def fill(self, **answers: Any) -> None:
        """Answer questions by the names of their fields: a text, a choice, a day as (day, month, year), True for a tick."""
        for name, answer in answers.items():
            if isinstance(answer, tuple):
                for part, number in zip(("day", "month", "year"), answer, strict=True):
                    self.page.locator(f"main [name={name}_{part}]").fill(str(number))
                continue
            field = self.page.locator(f"main [name={name}]")
            kind = field.first.evaluate("field => field.tagName === 'INPUT' ? field.type : field.tagName.toLowerCase()")
            if kind in ("radio", "checkbox"):
                self._tick(field, answer)
            elif kind == "select":
                field.select_option(label=answer)
            else:
                field.fill(answer)

    def _tick(self, field: Locator, answer: Any) -> None:
        """Choose by the words beside the box, or by its value."""
        if answer is True:
            field.check()
            return
        for words in answer if isinstance(answer, list) else [answer]:
            by_value = field.and_(self.page.locator(f"[value={words!r}]"))
            (by_value if by_value.count() else self.page.get_by_label(words, exact=True).and_(field)).first.check()

    def look(self) -> None:
        """Judge the page."""
        where = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", self.page.url.split("/", 3)[3])
        self._wrong += [f"/{where} ({self.heading}): {fault}" for fault in judged(self.page, self._has_js)]

    def shot(self, name: str, of: str = "main", most: int = 0) -> None:
        """Take a picture for the user guide of one part of the page, cut off after so many pixels."""
        self._shot(self.page, name, of=of, most=most)

    @property
    def heading(self) -> str:
        """What the page is headed."""
        first = self.page.locator("h1").first
        return first.inner_text() if first.count() else ""

    @property
    def words(self) -> str:
        """What the page says, from its heading to its end."""
        return self.page.locator("main").inner_text()

    @property
    def links(self) -> set[str]:
        """The words of every link in the bar and on the page."""
        return {link.strip() for link in self.page.locator("header a, main a").all_inner_texts()}
