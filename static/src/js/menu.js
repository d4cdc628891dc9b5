// Escape closes the menu of small screens and gives the focus back to its switch. Without it, <details> just works.
const menu = document.querySelector("details.menu");

menu?.addEventListener("keydown", (event) => {
  // In a search field that holds something, Escape empties the field.
  if (event.key !== "Escape" || event.defaultPrevented || !menu.open || event.target.value) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
