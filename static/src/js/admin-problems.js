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
  const dialog = place.closest(".w-dialog[aria-hidden=true]");
  if (dialog) document.querySelector(`[data-a11y-dialog-show="${CSS.escape(dialog.id)}"]`)?.click();
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

// A day without its time, or a year that is missing: the browser would send such a field as empty, and a page that was to
// appear on a day would be public at once. Asked at the click, before Wagtail takes the button for pressed.
const HALF = {
  "datetime-local": "Bitte geben Sie Tag und Uhrzeit ganz ein, oder leeren Sie das Feld.",
  date: "Bitte geben Sie Tag, Monat und Jahr ein, oder leeren Sie das Feld.",
  time: "Bitte geben Sie Stunde und Minute ein, oder leeren Sie das Feld.",
};

const halfIn = (form) => [...form.elements].find((field) => field.type in HALF && field.validity.badInput);

document.addEventListener(
  "click",
  (event) => {
    const form = event.target.closest?.("button[type=submit]")?.form;
    const half = form?.noValidate && halfIn(form);
    if (!half) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open(half);
    half.addEventListener("input", () => half.setCustomValidity(""), { once: true });
    half.setCustomValidity(HALF[half.type]);
    half.focus();
    half.reportValidity();
  },
  true,
);

// Nor can it be saved by itself: a note stands at the field, and the bar says »Gespeichert« of the rest only.
const editor = document.querySelector("[data-edit-form]");
const bar = document.querySelector(".w-autosave-indicator__state--saved .w-autosave-indicator__text");
const allSaved = bar?.textContent;

function tellHalf() {
  if (!editor) return;
  const half = halfIn(editor);
  for (const note of editor.querySelectorAll("[data-half]")) if (note.previousElementSibling !== half) note.remove();
  if (bar) bar.textContent = half ? "Gespeichert, außer einer unvollständigen Angabe" : allSaved;
  if (!half || half.nextElementSibling?.matches("[data-half]")) return;
  const note = document.createElement("p");
  note.className = "ogl-half";
  note.dataset.half = "";
  note.setAttribute("role", "alert");
  note.textContent = `Noch nicht gespeichert. ${HALF[half.type]}`;
  half.after(note);
}
for (const name of ["focusout", "input", "w-autosave:success"]) document.addEventListener(name, tellHalf);
