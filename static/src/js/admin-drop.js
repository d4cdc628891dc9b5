// Lets files be dropped anywhere on the form; the file input stays the way in for keyboard and screen reader.
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const mark = (over) => form.classList.toggle("ogl-drop--over", over);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  form.addEventListener("dragleave", () => mark(false));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    const files = new DataTransfer();
    const dropped = [...event.dataTransfer.files];
    (input.multiple ? dropped : dropped.slice(0, 1)).forEach((file) => files.items.add(file));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
