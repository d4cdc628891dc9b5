// Leads from the list of problems above a form to the fields, through closed tabs and panels. After a refused submission
// it opens the tab of the first one and takes the focus to the list. Without it, the list says the same.
const list = document.querySelector("[data-form-problems]");

function fieldOf(link) {
  const name = decodeURIComponent(link.hash.slice(1));
  return document.getElementById(name) ?? document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
}

function open(place) {
  const tab = place.closest("[role=tabpanel]");
  if (tab?.hidden) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
  for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle][aria-expanded=false]");
    if (toggle && panel.contains(place)) toggle.click();
  }
}

const FOCUSABLE = "[contenteditable=true], input:not([type=hidden]), textarea, select, button";

list?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const place = link && fieldOf(link);
  if (!place) return;
  event.preventDefault();
  open(place);
  place.scrollIntoView({ block: "center" });
  (place.matches(FOCUSABLE) ? place : place.querySelector(FOCUSABLE))?.focus({ preventScroll: true });
});

if (list?.matches("[data-form-refused]")) {
  // Tabs and blocks are made ready by Wagtail's scripts when the page has loaded.
  window.addEventListener("load", () =>
    requestAnimationFrame(() => {
      const first = list.querySelector("a");
      const place = first && fieldOf(first);
      if (place) open(place);
      list.scrollIntoView({ block: "start" });
      list.querySelector("[tabindex]").focus();
    }),
  );
}
