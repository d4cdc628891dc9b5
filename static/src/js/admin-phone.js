// What a telephone's screen needs beyond styles (admin.css, »Wagtail's lists«): each cell of a list of Wagtail's knows the
// heading of its column, and a panel that was open on another screen stays closed, where it would lie over the form.
const LISTS = "table.listing:not(.ogl-rows)";

function stack(table) {
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
  const rows = [...table.rows].filter((row) => row.parentElement !== table.tHead);
  if (!names.length || rows.some((row) => [...row.cells].some((cell) => cell.colSpan > 1))) return;
  for (const { cells } of rows)
    for (const [place, cell] of [...cells].entries()) {
      // The first cell says what the row is about, and an empty one says nothing.
      const says = cell.textContent.trim() || cell.querySelector("svg, img, input, button, a");
      if (place && says && names[place]) cell.dataset.label = names[place];
    }
  table.classList.add("ogl-stacked");
}

document.querySelectorAll(LISTS).forEach(stack);
// Searching, filtering, choosing and adding bring new lists and rows.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      const around = node.closest(LISTS);
      (around ? [around] : node.querySelectorAll(LISTS)).forEach(stack);
    }
}).observe(document.body, { childList: true, subtree: true });

// Before Wagtail reads it; as wide as its panels are the whole window (its »sm«).
if (matchMedia("(width < 50em)").matches) localStorage.removeItem("wagtail:side-panel-open");
