// Leads from the list of problems above a form to the fields, through closed tabs and panels. After a refused submission
// it opens the tab of the first one and takes the focus to the list. Without it, the list says the same.
const place = () => document.querySelector("[data-form-problems-place]");
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

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-form-problems] a");
  const field = link && fieldOf(link);
  if (!field) return;
  event.preventDefault();
  open(field);
  field.scrollIntoView({ block: "center" });
  (field.matches(FOCUSABLE) ? field : field.querySelector(FOCUSABLE))?.focus({ preventScroll: true });
});

if (list?.matches("[data-form-refused]")) {
  // Tabs and blocks are made ready by Wagtail's scripts when the page has loaded.
  window.addEventListener("load", () =>
    requestAnimationFrame(() => {
      const first = list.querySelector("a");
      const field = first && fieldOf(first);
      if (field) open(field);
      list.scrollIntoView({ block: "start" });
      list.querySelector("[tabindex]").focus();
    }),
  );
}

// What comes by itself waits while somebody is pressing a button: a sentence that appears would move it away below the
// pointer, and the click would be lost.
let isPressed = false;
const waiting = [];
addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const name of ["pointerup", "pointercancel"]) {
  addEventListener(name, () => {
    isPressed = false;
    setTimeout(() => waiting.splice(0).forEach((tell) => tell())); // the click comes first
  }, true);
}
const whenReleased = (tell) => (isPressed ? waiting.push(tell) : tell());

// After each automatic save the server says what is wrong now (admin-checks.js): what was put right goes from list and
// field, what is new is told at its field, not while somebody is still typing there.
document.addEventListener("ogl-problems", (event) => whenReleased(() => tellProblems(document.adoptNode(event.detail))));

function tellProblems(fresh) {
  const old = place();
  if (!old) return;
  // A draft may lack what publishing has asked for, so the server is silent on it; it stays as long as it is missing.
  const missing = [...old.querySelectorAll("[data-form-refused] li")].filter((item) => {
    const field = item.querySelector("a") && fieldOf(item.querySelector("a"));
    return field && !(field.value && field.matches("input, textarea, select"));
  });
  if (missing.length && !fresh.querySelector("ul")) {
    old.querySelector("ul").replaceChildren(...missing);
  } else {
    fresh.querySelector("ul")?.append(...missing);
    old.replaceWith(fresh);
  }
  if (!place().querySelector("li")) document.querySelectorAll(".messages .error").forEach((message) => message.remove());
  tellAtFields();
}

function tellAtFields() {
  const told = new Map(); // field → sentence
  for (const item of place()?.querySelectorAll("li:has(a)") ?? []) {
    const field = fieldOf(item.querySelector("a"))?.closest("[data-field], [data-contentpath]");
    if (field) told.set(field, item.querySelector("span").textContent);
  }
  for (const errors of document.querySelectorAll("[data-edit-form] [data-field-errors]")) {
    const field = errors.closest("[data-field]");
    if (!field || [...told.keys()].some((other) => other !== field && other.contains(field))) continue;
    if (!told.has(field)) {
      errors.replaceChildren();
      field.classList.remove("w-field--error");
      field.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
    } else if (!field.contains(document.activeElement)) {
      field.classList.add("w-field--error");
      errors.replaceChildren(Object.assign(document.createElement("p"), { className: "error-message", textContent: told.get(field) }));
    }
  }
  for (const counter of document.querySelectorAll("[data-controller~=w-count]")) {
    counter.dispatchEvent(new CustomEvent("w-count:count"));
  }
}
// Not while a button is being pressed: a sentence that appears would move it away below the pointer.
const whenLeft = (tell) => (event) => event.relatedTarget?.closest("button") || setTimeout(tell);
if (place()) document.addEventListener("focusout", whenLeft(tellAtFields));

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

// Nor can it be saved by itself: a note stands at the field, and the bar says so.
const editor = document.querySelector("[data-edit-form]");
const bar = document.querySelector(".w-autosave-indicator__state--saved .w-autosave-indicator__text");
const allSaved = bar?.textContent;

function tellHalf() {
  if (!editor) return;
  const half = halfIn(editor);
  for (const note of editor.querySelectorAll("[data-half]")) if (note.previousElementSibling !== half) note.remove();
  bar?.closest("[data-controller~=w-autosave]").toggleAttribute("data-half", Boolean(half));
  if (bar) bar.textContent = half ? "Nicht alles gespeichert" : allSaved;
  if (!half || half.nextElementSibling?.matches("[data-half]")) return;
  const note = document.createElement("p");
  note.className = "ogl-half";
  note.dataset.half = "";
  note.setAttribute("role", "alert");
  note.textContent = `Noch nicht gespeichert. ${HALF[half.type]}`;
  half.after(note);
}
document.addEventListener("focusout", whenLeft(tellHalf));
for (const name of ["input", "w-autosave:success"]) document.addEventListener(name, () => whenReleased(tellHalf));
