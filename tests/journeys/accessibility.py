"""What axe finds in a page; not asked twice of the same page with other people in it.

axe takes a third of a journey, and a crawl opens the same page a hundred times. What it judges is
the *skeleton* of a page: tags, attributes, whether a name or a text is there, whether an id is
alone and what refers to it is found, the colours of the screen. Words, addresses and values are not
in it, and alike neighbours count once. ``--whole`` asks it of every page.
"""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
FAULTS = """options => axe.run(options).then(found => found.violations.flatMap(
  fault => fault.nodes.map(node => `${fault.id}: ${fault.help} — ${node.html}`)
))"""
SKELETON = """() => {
  const said = new Set(["class", "role", "type", "lang", "dir", "tabindex", "scope", "colspan",
    "rowspan", "style", "rel", "target", "autocomplete", "inputmode", "http-equiv", "media"]);
  const refers = new Set(["for", "list", "form", "aria-labelledby", "aria-describedby",
    "aria-controls", "aria-owns", "aria-activedescendant", "aria-details", "aria-errormessage"]);
  const ids = new Map();
  for (const it of document.querySelectorAll("[id]")) ids.set(it.id, (ids.get(it.id) || 0) + 1);
  const landmark = "nav, aside, section, main, form, header, footer, [role], iframe";
  const value = (it, name, text) => {
    if (name === "id") return ids.get(text) === 1 ? "one" : "several";
    if (refers.has(name)) return text.split(/\\s+/).map(id => ids.get(id) || 0).join(" ");
    if (name === "aria-label") return it.matches(landmark) ? text : Boolean(text.trim());
    if (name === "content" && it.name === "viewport") return text;
    return said.has(name) || name.startsWith("aria-") ? text : Boolean(text.trim());
  };
  const bones = it => {
    if (it.nodeType === Node.TEXT_NODE) return it.data.trim() ? "…" : "";
    if (it.nodeType !== Node.ELEMENT_NODE || it.matches("script, style, title")) return "";
    const own = [...it.attributes].filter(one => !one.name.startsWith("data-"))
      .map(one => `${one.name}=${value(it, one.name, one.value)}`).sort();
    const state = ["checked", "disabled", "selected", "open", "hidden"].filter(name => it[name]);
    const inside = [];
    for (const node of it.childNodes) {
      const one = bones(node);
      if (one && one !== inside.at(-1)) inside.push(one);
    }
    return `${it.localName}[${[...own, ...state]}](${inside.join("")})`;
  };
  const screen = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "print"]
    .map(one => matchMedia(one).matches);
  return [innerWidth, ...screen, Boolean(document.title.trim()), bones(document.documentElement)]
    .join("|");
}"""

_judged: set[str] = set()


def skeleton_of(page: Page) -> str:
    skeleton: str = page.evaluate(SKELETON)
    return skeleton


def faults_of(page: Page, *, again: bool = False) -> list[str]:
    """One line a fault; none for a page whose like was without fault, unless asked ``again``."""
    skeleton = "" if again else skeleton_of(page)
    if skeleton in _judged:
        return []
    page.evaluate(AXE_SCRIPT)
    faults: list[str] = page.evaluate(FAULTS, AXE)
    if skeleton and not faults:
        _judged.add(skeleton)
    return faults
