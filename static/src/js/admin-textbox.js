// Says to a screen reader which field a box for rich text or keywords is: Draftail and Tag-it take no label for theirs, and
// they appear later than the page.
// The box can be reached by keyboard without a tabindex, too; with one, this can be seen of what scrolls around it.
const BOXES = ".public-DraftEditor-content:not([aria-labelledby]), .tagit-new input:not([aria-labelledby])";

function fieldOf(box) {
  const tags = box.closest(".tagit");
  if (tags) return tags.previousElementSibling;
  return box.closest("[data-draftail-editor-wrapper]")?.parentElement.querySelector("[data-draftail-input]");
}

function name(box) {
  const field = fieldOf(box);
  const label = field?.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  if (!label) return;
  label.id ||= `${field.id}-name`;
  box.setAttribute("aria-labelledby", label.id);
  box.tabIndex = 0;
}

function nameAll() {
  document.querySelectorAll(BOXES).forEach(name);
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
