// Says to a screen reader which field a box for rich text is: Draftail takes no label for it. Boxes of blocks appear later.
// The box can be reached by keyboard without a tabindex, too; with one, this can be seen of what scrolls around it.
function name(box) {
  const field = box.closest("[data-draftail-editor-wrapper]")?.parentElement.querySelector("[data-draftail-input]");
  const label = field?.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  if (!label) return;
  label.id ||= `${field.id}-name`;
  box.setAttribute("aria-labelledby", label.id);
  box.tabIndex = 0;
}

function nameAll() {
  document.querySelectorAll(".public-DraftEditor-content:not([aria-labelledby])").forEach(name);
}

nameAll();
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
