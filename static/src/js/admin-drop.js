// Lets files be dropped anywhere on a form with data-drop; the file input stays the way in for keyboard and screen reader.
// The document listens, so it does not matter when a form comes into the page or is replaced by another.
const formUnder = (event) => event.target.closest?.("form[data-drop]");
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

function mark(marked) {
  for (const form of document.querySelectorAll("form[data-drop]")) {
    form.classList.toggle("ogl-drop--over", form === marked);
  }
}

document.addEventListener("dragover", (event) => {
  const form = holdsFiles(event) ? formUnder(event) : null;
  if (form) event.preventDefault(); // says that a drop is welcome
  mark(form);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null); // out of the window
});
document.addEventListener("drop", (event) => {
  mark(null);
  const form = holdsFiles(event) ? formUnder(event) : null;
  const inputs = [...(form?.querySelectorAll("input[type=file]") ?? [])];
  if (!inputs.length) return;
  event.preventDefault();
  const dropped = [...event.dataTransfer.files];
  for (const input of inputs) {
    const own = dropped.filter((file) => inputFor(file, inputs) === input);
    if (!own.length) continue;
    const files = new DataTransfer();
    (input.multiple ? own : own.slice(0, 1)).forEach((file) => files.items.add(file));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

// Of several inputs the one that asks for files with this ending, else the first.
function inputFor(file, inputs) {
  const ending = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
  return inputs.find((input) => input.accept.split(",").includes(ending)) ?? inputs[0];
}
