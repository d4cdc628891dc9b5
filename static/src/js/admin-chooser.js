// Keeps the focus at the field when something has been chosen: the button that opened the dialog is hidden then, and who
// works by keyboard would begin at the top of the page.
let field;

document.addEventListener(
  "click",
  ({ target }) => {
    if (target.closest("[data-chooser-action-choose]")) field = target.closest(".chooser");
  },
  true,
);

window.jQuery?.(document).on("hidden.bs.modal", () => {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body || !field) return;
    [...field.querySelectorAll("button")].find((button) => button.offsetParent)?.focus();
  });
});
