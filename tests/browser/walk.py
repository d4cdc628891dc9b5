"""A walk over a page with the Tab key, and what goes wrong on it (WCAG 2.1.2, 2.4.3, 2.4.7, 2.4.11)."""

from playwright.sync_api import Page

MOST_STOPS = 400

# Tables are stops only where they scroll; the script learns that from the first frame (menu.js).
_TABLES_KNOWN = """() => [...document.querySelectorAll('.table-region')]
    .filter((one) => one.checkVisibility({contentVisibilityAuto: true}))
    .every((one) => (one.scrollWidth > one.clientWidth) === (one.tabIndex === 0))"""

# Everything the Tab key should reach, in the order of the document; of a group of radio buttons one is a stop.
_PREPARE = """() => {
    const all = [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')];
    const groups = new Set();
    const isStop = (one) => {
        if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
        if (one.type !== 'radio') return true;
        const group = one.form ? [...one.form.elements].filter((other) => other.name === one.name) : [one];
        const chosen = group.find((other) => other.checked);
        if (chosen) return chosen === one;
        if (groups.has(one.name)) return false;
        groups.add(one.name);
        return true;
    };
    window.walk = {stops: all.filter(isStop), last: null};
    const rearranged = [...document.querySelectorAll('body *')].filter((one) => {
        const style = getComputedStyle(one);
        return (style.order !== '0' || /reverse/.test(style.flexDirection) && /flex/.test(style.display))
            && one.querySelector('a[href], button, input, select, textarea, summary');
    });
    return [
        ...all.filter((one) => one.tabIndex > 0).map((one) => `tabindex ${one.tabIndex}: ${one.outerHTML}`),
        ...rearranged.map((one) => `shown in another order than it stands: ${one.tagName} ${one.className}`),
    ];
}"""

# Where the focus is now: null when it has left the page; else what is wrong with this stop.
_STOP = """() => {
    const {walk} = window;
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const name = `${element.tagName.toLowerCase()} »${(element.textContent || element.name).trim().slice(0, 40)}«`;
    const problems = [];
    const place = walk.stops.indexOf(element);
    if (walk.last && !(walk.last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING))
        problems.push(`${name} comes after something that stands behind it`);
    walk.last = element;
    if (place >= 0) walk.stops[place] = null;

    const look = (one) => {
        const style = getComputedStyle(one);
        return [style.outlineStyle !== 'none' && style.outlineWidth, style.boxShadow, style.borderColor, style.stroke,
            style.strokeWidth, style.fill, style.display, style.backgroundColor, style.textDecorationThickness].join();
    };
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    if (!outlined) {
        const parts = [element, ...element.querySelectorAll('circle')];
        const focused = parts.map(look).join();
        element.blur();
        const changed = parts.map(look).join() !== focused;
        element.focus({focusVisible: true});
        if (!changed) problems.push(`${name} does not show that it has the focus`);
    }

    const box = element.getBoundingClientRect();
    const inside = (low, high, share) => Math.min(Math.max(low + (high - low) * share, low + 1), high - 1);
    const points = [[.5, .5], [.05, .5], [.95, .5], [.5, .1], [.5, .9]];
    const boxes = [box, ...element.getClientRects()];
    const seen = boxes.some((one) => points.some(([x, y]) => {
        const top = document.elementFromPoint(inside(one.left, one.right, x), inside(one.top, one.bottom, y));
        return top && (element.contains(top) || top.contains(element) && top !== document.body
            && top !== document.documentElement || [...(element.labels || [])].some((label) => label.contains(top)));
    }));
    if (!seen) problems.push(`${name} is covered or outside of the window while it has the focus`);
    return problems;
}"""

_LEFT_OUT = """() => window.walk.stops.filter(Boolean)
    .map((one) => `${one.tagName} »${(one.textContent || one.name).trim().slice(0, 40)}« is not reached`)
"""


def faults_of_a_walk(page: Page) -> list[str]:
    """Press Tab from the top of an opened page until the focus leaves it; everything that was wrong on the way."""
    page.wait_for_function(_TABLES_KNOWN)
    page.evaluate("document.activeElement.blur()")
    faults = list(page.evaluate(_PREPARE))
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            return faults + list(page.evaluate(_LEFT_OUT))
        faults += stop
    return [*faults, f"the focus is still on the page after {MOST_STOPS} stops"]
