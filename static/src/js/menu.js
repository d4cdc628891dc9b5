// Escape closes the menu of small screens and gives the focus back to its switch. Without it, <details> just works. Tables
// are stops for the keyboard where they scroll, and else are not; without it, all are.
const menu = document.querySelector("details.menu");

menu?.addEventListener("keydown", (event) => {
  // In a search field that holds something, Escape empties the field.
  if (event.key !== "Escape" || event.defaultPrevented || !menu.open || event.target.value) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else if (target !== document.activeElement) target.removeAttribute("tabindex");
  }
});
for (const region of document.querySelectorAll(".table-region")) sizes.observe(region);
