"""What can be asked of a page in a browser: shared by the browser tests and by script/audit.

Each function takes a page that has been opened and returns what is wrong with it; an empty answer is a good one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
# Named one by one: the defaults of axe leave out WCAG 2.2.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}
NARROWEST = 320  # CSS pixels: 1280 at 400 % (WCAG 1.4.10)

# axe knows what it looked at only for colours that stand still: a change of mode may fade.
_STAND_STILL = """() => {
    if (window.standsStill) return;
    window.standsStill = new CSSStyleSheet();  // no element: the content policy would not let it style anything
    standsStill.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important; }');
    document.adoptedStyleSheets.push(standsStill);
}"""

# What sticks out to the right, and is not inside of something that scrolls by itself.
OVERFLOWING = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const found = [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .slice(0, 5)
        .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')}`);
    return found.length ? found : ['the page itself'];
}"""

# In forced colours the browser paints over backgrounds, shadows and pictures of the style sheet. Said of every control
# whose border or background is lost, and of every marker and icon whose paint is that of the ground.
LOST_IN_FORCED_COLOURS = """() => {
    const ground = getComputedStyle(document.body).backgroundColor;
    const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
    const name = (one) => `${one.tagName.toLowerCase()}.${one.getAttribute('class') || ''}#${one.id}`;
    const none = (colour) => colour === ground || colour === 'none' || /^rgba\\(.*, 0\\)$/.test(colour);
    const bordered = (style) => ['Top', 'Right', 'Bottom', 'Left'].some((side) =>
        style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) > 0
        && !none(style[`border${side}Color`]));
    const lost = [];
    for (const control of document.querySelectorAll('button, select, textarea, input:not([type=hidden])')) {
        const style = getComputedStyle(control);
        if (!shown(control) || style.appearance === 'auto' && /checkbox|radio/.test(control.type)) continue;
        const before = getComputedStyle(control, '::before');
        if (!bordered(style) && none(style.backgroundColor) && !bordered(before)
            && !(control.labels && [...control.labels].some((label) => bordered(getComputedStyle(label, '::before')))))
            lost.push(`no border: ${name(control)}`);
    }
    for (const part of document.querySelectorAll('svg circle, svg path, svg rect, svg line, svg polyline')) {
        if (!shown(part.ownerSVGElement) || part.closest('defs, clipPath, mask, pattern, symbol')) continue;
        if (part.ownerSVGElement.querySelectorAll('circle, path, rect, line, polyline').length > 1
            && !part.matches('a circle')) continue;
        const style = getComputedStyle(part);
        if (none(style.fill) && none(style.stroke)) lost.push(`no paint: ${name(part.ownerSVGElement)}`);
    }
    for (const element of document.querySelectorAll('body *')) {
        for (const place of [undefined, '::before', '::after']) {
            const style = getComputedStyle(element, place);
            const content = place ? style.content !== 'none' : true;
            if (!content || (style.maskImage || 'none') === 'none' || !shown(element)) continue;
            if (none(style.backgroundColor)) lost.push(`no icon: ${name(element)}${place || ''}`);
        }
    }
    return [...new Set(lost)];
}"""

# Text and controls of an admin screen that a narrow window does not show whole, or not at all: said of each once. What
# Wagtail has for the ears alone, its menu, its outline of a form and what scrolls by itself are left out.
_NOT_TO_BE_SEEN = r"""() => {
    const found = [];
    const shown = (one) => one.checkVisibility({opacityProperty: true, visibilityProperty: true});
    const left = '.sidebar, .w-minimap, .w-sr-only, .visually-hidden, .w-panel__heading--label, .skiplink, .ogl-skip, '
        + '.jcrop-keymgr, [hidden], [inert], script, style, textarea, option';
    const name = (one) => `${one.localName} ${one.innerText.trim().slice(0, 40) || one.id || one.className}`;
    if (document.documentElement.scrollWidth > innerWidth) found.push('the page itself scrolls to the right');
    for (const bar of document.querySelectorAll('.w-breadcrumbs'))
        if (bar.scrollWidth > bar.clientWidth) found.push(`cut: ${name(bar)}`);
    for (const control of document.querySelectorAll('a[href], button, select, input, textarea, summary')) {
        const box = control.getBoundingClientRect();
        if (!shown(control) || control.closest(left) && !control.matches('textarea') || box.width < 2) continue;
        if (box.right > innerWidth + 1 || box.left < -1) { found.push(`off the screen: ${name(control)}`); continue; }
        if (getComputedStyle(control).pointerEvents === 'none') continue;  // disabled
        control.scrollIntoView({block: 'center', behavior: 'instant'});
        const middle = control.getClientRects()[0];
        const top = document.elementFromPoint(middle.x + middle.width / 2, middle.y + middle.height / 2);
        const its = [control, ...(control.labels || [])];
        if (!top || !its.some((one) => one.contains(top)) && !top.matches('input[type=file]'))
            found.push(`covered: ${name(control)} by ${top ? name(top) : 'nothing'}`);
    }
    scrollTo({top: 0, behavior: 'instant'});
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        if (!text.data.trim() || text.parentElement.closest(left) || !shown(text.parentElement)) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        if (range.getBoundingClientRect().right > innerWidth + 1)
            found.push(`off the screen: ${text.data.trim().slice(0, 40)}`);
        for (const word of text.data.matchAll(/\p{L}{2,12}(?!\p{L})/gu)) {
            if (/\p{L}/u.test(text.data[word.index - 1] || '')) continue;  // the end of a longer one
            range.setStart(text, word.index);
            range.setEnd(text, word.index + word[0].length);
            const lines = new Set([...range.getClientRects()].map(({top}) => Math.round(top)));
            const allowed = getComputedStyle(text.parentElement).hyphens === 'auto' ? 2 : 1;
            if (lines.size > allowed) found.push(`broken: ${word[0]}`);
        }
    }
    return [...new Set(found)];
}"""

# WCAG 1.4.12: readers may set lines, letters and words this far apart. Said of text that something then cuts off.
CUT_BY_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important;'
        + ' word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets.push(sheet);
    const found = [];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push('scrolls sideways');
    const clips = (value) => value === 'hidden' || value === 'clip';
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        const parent = text.parentElement;
        if (!text.data.trim() || !parent.checkVisibility()) continue;
        if (parent.closest('.visually-hidden, .cover, select, svg, script')) continue;  // a cover's words are a picture
        const range = document.createRange();
        range.selectNodeContents(text);
        const {left, top, right, bottom} = range.getBoundingClientRect();
        for (let around = parent; around !== document.body; around = around.parentElement) {
            const style = getComputedStyle(around);
            const box = around.getBoundingClientRect();
            if (box.width < 4) break;  // for the ears alone
            const whole = document.body.textContent.split(text.data.trim()).length > 2;
            const shortened = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
            if (shortened && whole) break;  // it stands elsewhere on the page as well
            if (clips(style.overflowX) && (left < box.left - 1 || right > box.right + 1)
                || clips(style.overflowY) && (top < box.top - 1 || bottom > box.bottom + 1))
                found.push(`cut: ${text.data.trim().slice(0, 40)} by ${around.localName}.${around.className}`);
        }
    }
    return [...new Set(found)];
}"""

# WCAG 2.5.5: targets of 44 CSS pixels, but for links within a sentence or a PDF's own text. A link may be larger than
# its words: its ::after can fill what is around it.
_SMALL_TARGETS = """() => {
    const words = (one) => one.innerText.trim().replace(/\\s+/g, ' ');
    const standsAlone = (stop) => {
        if (getComputedStyle(stop).display !== 'inline') return true;
        const isBlock = (one) => one.localName === 'li' || !getComputedStyle(one).display.startsWith('inline');
        let block = stop.parentElement;
        while (!isBlock(block)) block = block.parentElement;
        return words(block).length - words(stop).length < 3;
    };
    const target = (stop) => {
        const after = getComputedStyle(stop, '::after');
        const fills = after.content !== 'none' && after.position === 'absolute' && parseFloat(after.top) === 0;
        const filled = fills && getComputedStyle(stop).position === 'static' ? stop.offsetParent : stop;
        return filled.getBoundingClientRect();
    };
    const found = [];
    for (const stop of document.querySelectorAll('a[href], button, summary, input, select, textarea')) {
        if (stop.closest('[inert], .skip-links, svg, .visually-hidden, .reading__body') || stop.tabIndex < 0) continue;
        if (!stop.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
        const {width, height} = target(stop);
        if (width < 2 || height > 43.5 || !standsAlone(stop)) continue;
        if ([...stop.labels || []].some((label) => label.getBoundingClientRect().height > 43.5)) continue;
        found.push(`${Math.round(width)} x ${Math.round(height)}: ${words(stop).slice(0, 40) || stop.name}`);
    }
    return [...new Set(found)];
}"""

Scheme = Literal["light", "dark"]


@dataclass(frozen=True)
class Mode:
    """A way in which readers see a page: the colours and how wide the window is (CSS pixels)."""

    name: str
    scheme: Scheme
    width: int
    forced: bool = False

    def apply(self, page: Page) -> None:
        page.emulate_media(
            color_scheme=self.scheme, forced_colors="active" if self.forced else "none", reduced_motion="reduce"
        )
        page.set_viewport_size({"width": self.width, "height": 900})


def modes(*widths: int) -> list[Mode]:
    """Light, dark and forced colours in each of the widths."""
    return [
        mode
        for width in widths
        for mode in (
            Mode(f"light, {width} px", "light", width),
            Mode(f"dark, {width} px", "dark", width),
            Mode(f"forced colours, {width} px", "light", width, forced=True),
        )
    ]


def bring_axe(page: Page) -> None:
    """axe-core, not as an element of the page: the content policy would keep that out."""
    page.evaluate(AXE.read_text())


def axe(page: Page, *, contrast: bool = True) -> list[dict[str, Any]]:
    """The violations that axe-core finds, in its own shape."""
    # The admin lets its messages appear once its scripts are there; until then they are half on the page.
    page.wait_for_function("() => !document.querySelector('body[data-w-init-ready-class]')")
    if not page.evaluate("'axe' in window"):  # the editor of Wagtail brings one of its own
        bring_axe(page)
    page.evaluate(_STAND_STILL)
    found = page.evaluate(
        "([tags, contrast]) => axe.run(document, {runOnly: {type: 'tag', values: tags},"
        " rules: {'color-contrast': {enabled: contrast}}, resultTypes: ['violations']})",
        [RULES, contrast],
    )
    return list(found["violations"])


def said(violations: Iterable[dict[str, Any]]) -> list[str]:
    """Violations as sentences: the rule, what it asks, and the first places."""
    return [
        f"{rule['id']}: {rule['help']}: {[' '.join(map(str, node['target'])) for node in rule['nodes'][:3]]}"
        for rule in violations
    ]


def violations(page: Page, *, serious: bool = False) -> list[str]:
    """What axe finds; only what it calls serious or critical, where Wagtail's own parts are on the page as well."""
    return said(rule for rule in axe(page) if not serious or rule["impact"] in GRAVE)


def violations_in_modes(page: Page, wanted: Iterable[Mode]) -> dict[str, list[str]]:
    """What axe finds in each mode, by the mode's name, without opening the page anew; good modes are left out.

    Forced colours are the reader's own, and axe reads those of the style sheet (-webkit-text-fill-color) instead:
    there it does not judge contrast, and we look for what is lost.
    """
    found: dict[str, list[str]] = {}
    for mode in wanted:
        mode.apply(page)
        problems = said(axe(page, contrast=not mode.forced)) + (lost_in_forced_colours(page) if mode.forced else [])
        if problems:
            found[mode.name] = problems
    return found


def lost_in_forced_colours(page: Page) -> list[str]:
    """Controls without an edge, and icons and markers without paint, while forced colours are active."""
    return list(page.evaluate(LOST_IN_FORCED_COLOURS))


def overflowing(page: Page, width: int = NARROWEST) -> list[str]:
    """Up to five elements that stick out of a window of this width."""
    page.set_viewport_size({"width": width, "height": 800})
    return list(page.evaluate(OVERFLOWING))


def cut_by_spacing(page: Page) -> list[str]:
    """Text that is cut off, or a page that scrolls sideways, once a reader has set the text apart (WCAG 1.4.12)."""
    return list(page.evaluate(CUT_BY_SPACING))


def small_targets(page: Page) -> list[str]:
    """Controls and links that stand alone and are less than 44 CSS pixels high."""
    return list(page.evaluate(_SMALL_TARGETS))


def not_to_be_seen(page: Page) -> list[str]:
    """What an admin screen has that the window, as wide as it is, cuts, covers, leaves out or breaks within a word."""
    page.wait_for_function("() => !document.querySelector('body[data-w-init-ready-class]')")
    page.evaluate(_STAND_STILL)  # messages slide in
    return list(page.evaluate(_NOT_TO_BE_SEEN))
