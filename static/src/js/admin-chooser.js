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

// A dialog takes the focus when it has faded in, from somebody who has begun to type there already.
let left;
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (relatedTarget?.matches(".modal")) left = target;
});
window.jQuery?.(document).on("shown.bs.modal", ({ target }) => {
  if (document.activeElement !== target) return;
  const place = target.contains(left) ? left : target.querySelector("input[name=q]");
  left = undefined;
  place?.focus();
});

window.jQuery?.(document).on("hidden.bs.modal", () => {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body || !field) return;
    [...field.querySelectorAll("button")].find((button) => button.offsetParent)?.focus();
  });
});
