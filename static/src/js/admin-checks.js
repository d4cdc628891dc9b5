// Shows what the content checks found beside the block or field it is about, and asks anew after each automatic save.
// Without it, the list above the form says the same.
const box = () => document.querySelector("[data-content-checks]");

// The field, then the blocks below it; the innermost part that the editor shows.
function placeOf(item) {
  let place;
  for (const step of item.dataset.path.split(" ")) {
    const next = (place ?? document).querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
    if (!next) break;
    place = next;
  }
  return place;
}

function noteOf(item) {
  const note = document.createElement("div");
  note.className = `${item.className} ogl-checks__note`;
  note.append(...[...item.children].slice(0, 2).map((child) => child.cloneNode(true)));
  return note;
}

function show() {
  document.querySelectorAll(".ogl-checks__note").forEach((note) => note.remove());
  for (const item of box()?.querySelectorAll(".ogl-checks__item") ?? []) {
    const place = placeOf(item);
    if (!place) continue;
    const content = place.querySelector(".w-panel__content, .w-field") ?? place;
    content.before(noteOf(item));
    item.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      reveal(place);
    });
  }
}

// Opens the tab and the panels around a place and takes the focus there.
function reveal(place) {
  const tab = place.closest("[role=tabpanel]");
  if (tab?.hidden) document.querySelector(`[role=tab][href="#${tab.id}"]`)?.click();
  for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle][aria-expanded=false]");
    if (toggle && panel.contains(place)) toggle.click();
  }
  place.scrollIntoView({ block: "center" });
  const target = place.querySelector("[contenteditable=true], input:not([type=hidden]), textarea, select, button");
  target?.focus({ preventScroll: true });
}

async function refresh(event) {
  // A new page has a number, and so an address, since its first save.
  const address = document.querySelector("[data-checks]").dataset.checks.replace("/0/", `/${event.detail.data.pk}/`);
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const all = new DOMParser().parseFromString(await answer.text(), "text/html");
  const problems = all.querySelector("[data-form-problems-place]");
  if (problems) document.dispatchEvent(new CustomEvent("ogl-problems", { detail: problems })); // admin-problems.js
  const [old, fresh] = [box(), all.querySelector("[data-content-checks]")];
  if (!old || !fresh) return;
  const wasOpen = old.querySelector("details")?.open;
  old.replaceWith(fresh);
  if (wasOpen && fresh.querySelector("details")) fresh.querySelector("details").open = true;
  show();
}

// Lists elsewhere in the admin lead here with the place in the address.
function showAndGo() {
  show();
  if (location.hash) box()?.querySelector(`a[href=${JSON.stringify(location.hash)}]`)?.click();
}

if (box()) {
  // Blocks and their fields are made by Wagtail's scripts when the page has loaded.
  window.addEventListener("load", () => requestAnimationFrame(showAndGo));
}
if (document.querySelector("[data-checks]")) document.addEventListener("w-autosave:success", refresh);
