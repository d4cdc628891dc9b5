// Makes the reading view smoother: the bar names chapter and page, old links find the part that holds their page, a
// selection is cited, a page's picture stands beside its text. Without it, the bar stands still, and every page has
// links to its citation and to its picture.
const bar = document.querySelector(".reading__bar");
const contents = document.getElementById("kapitel");
const pages = [...document.querySelectorAll(".reading__page")];

// --- Old addresses: the part that holds a page is known from the list of links in the first one.
let arrived; // the place that the address named, as long as it is what the reader has come to
function lead() {
  const [, anchor, number] = location.hash.match(/^#((?:seite|absatz|treffer)-(\d+)[-\d]*)/) ?? [];
  if (!anchor) return;
  const page = document.getElementById(`seite-${number}`);
  if (page?.matches(".reading__elsewhere")) return location.replace(page.href.replace(/#.*/, `#${anchor}`));
  // A paragraph that a newer version has no more: its page is near enough. Of a page, what was searched for there.
  const target = document.getElementById(anchor) ?? page;
  const marks = target === page ? [...(page?.querySelectorAll("mark") ?? [])] : [];
  arrived = marks.find(isSeen) ?? marks[0] ?? target;
  if (arrived && !isSeen(arrived)) arrived.scrollIntoView();
}

function isSeen(place) {
  const box = place.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
}

// --- Where the reader is
let here;
function tell() {
  if (arrived && arrived.closest(".reading__page") === here && !isSeen(arrived)) arrived = undefined;
  // A page that was jumped to begins above the line.
  const line = Math.max(bar.getBoundingClientRect().bottom + 64, innerHeight / 3);
  const page = arrived?.closest(".reading__page") ?? pages.findLast((one) => one.getBoundingClientRect().top <= line) ?? pages[0];
  if (page === here || !page) return;
  here = page;
  bar.querySelector("[data-counted]").textContent = page.dataset.counted;
  const number = Number(page.id.replace("seite-", ""));
  const chapters = [...(contents?.querySelectorAll("[data-page]") ?? [])];
  const chapter = chapters.findLast((one) => Number(one.dataset.page) <= number);
  for (const one of chapters) one.toggleAttribute("data-here", one === chapter);
  for (const link of contents?.querySelectorAll("[aria-current]") ?? []) link.removeAttribute("aria-current");
  if (!chapter) return;
  chapter.querySelector("a").setAttribute("aria-current", "location");
  follow();
  bar.querySelector("[data-chapter]").textContent = chapter.querySelector("span").textContent;
}

// The contents have a scroller of their own, beside the text or in their popover.
function follow() {
  const line = contents?.querySelector("[data-here] > a")?.getBoundingClientRect();
  if (!line?.height || contents.contains(document.activeElement)) return; // who is in it with the keyboard stays there
  const box = contents.getBoundingClientRect();
  if (line.top < box.top || line.bottom > box.bottom) contents.scrollTop += line.top - box.top - box.height / 3;
}

// --- Citing
let isAsked = false;
async function cite(address, note) {
  if (isAsked) return;
  isAsked = true;
  const answer = await fetch(address).catch(() => undefined);
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  isAsked = false;
  const part = new DOMParser().parseFromString(text, "text/html").querySelector("[data-quotation]");
  if (!part) return location.assign(address);
  const dialog = document.createElement("dialog");
  dialog.className = "quote";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quote__copy";
  close.textContent = "Schließen";
  close.addEventListener("click", () => dialog.close());
  const title = part.querySelector("h1");
  const name = document.createElement("h2");
  name.className = title.className;
  name.id = "zitat-titel";
  name.textContent = title.textContent;
  title.replaceWith(name);
  if (note) name.after(Object.assign(document.createElement("p"), { textContent: note }));
  dialog.setAttribute("aria-labelledby", name.id);
  dialog.append(part, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  offerCopies(dialog);
  dialog.showModal();
}

function offerCopies(place) {
  for (const button of place.querySelectorAll("[data-copies]")) {
    // Not on a plain connection; the text can be marked and copied.
    if (!navigator.clipboard) button.remove();
    const text = button.previousElementSibling;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = "Kopiert";
    });
  }
}

// The part of the selection that lies on the page where it begins.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  const node = range.startContainer;
  const body = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".reading__body");
  if (!body) return undefined;
  const goesOn = pages.some((page) => page !== body.parentElement && range.intersectsNode(page.querySelector(".reading__body")));
  if (!body.contains(range.endContainer)) range.setEnd(body, body.childNodes.length);
  const part = range.cloneContents();
  for (const one of part.querySelectorAll(".reading__artifact")) one.remove(); // heads and feet of pages
  const text = part.textContent.trim().slice(0, 1000);
  return text.length > 2 ? { text, goesOn, page: body.parentElement.id.replace("seite-", "") } : undefined;
}

// --- How a page looks: shown beside its text, and put away when its link is pressed again.
function look(link) {
  let picture = link.nextElementSibling;
  if (!picture) {
    const [width, height] = link.dataset.picture.split(" ");
    picture = Object.assign(new Image(width, height), { className: "reading__picture no-print", hidden: true });
    picture.alt = `So sieht ${link.lastElementChild.textContent.slice(2)} im PDF aus; ihr Text steht daneben.`;
    picture.addEventListener("error", async () => {
      const answer = await fetch(link.href).catch(() => undefined);
      const words = answer?.headers.has("Retry-After") ? await answer.text() : "Das Bild kommt gerade nicht an. Bitte versuchen Sie es noch einmal.";
      picture.replaceWith(Object.assign(document.createElement("p"), { className: "reading__picture no-print", role: "status", textContent: words }));
    });
    picture.src = link.href;
    link.after(picture);
  }
  if (picture.matches("p")) {
    picture.remove();
    return look(link);
  }
  picture.hidden = !picture.hidden;
  link.setAttribute("aria-expanded", !picture.hidden);
}

if (pages.length) {
  lead();
  addEventListener("hashchange", () => {
    lead();
    tell();
  });
  addEventListener("load", lead); // the browser may have gone elsewhere meanwhile
  for (const name of ["wheel", "touchmove", "keydown"]) {
    addEventListener(name, () => { arrived = undefined; }, { passive: true });
  }
  tell();
  addEventListener("scroll", tell, { passive: true });
  const take = bar.querySelector("[data-quote]");
  document.addEventListener("selectionchange", () => {
    take.hidden = !selected();
  });
  take.addEventListener("mousedown", (event) => event.preventDefault()); // would end the selection
  take.addEventListener("click", () => {
    const found = selected();
    const address = new URL(document.querySelector("[data-cite]").href);
    address.search = new URLSearchParams({ "pdf-seite": found.page, text: found.text });
    cite(address, found.goesOn && "Ihre Auswahl geht über mehrere Seiten; hier steht der Teil auf der ersten.");
  });
  contents?.addEventListener("toggle", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-cite], [data-picture]");
    if (event.target.closest("#kapitel a")) contents.matches(":popover-open") && contents.hidePopover();
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (link.dataset.picture) look(link);
    else cite(link.href);
  });
} else {
  offerCopies(document);
}
