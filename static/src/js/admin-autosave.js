// Makes automatic saves complete and keeps them apart from submissions. Both go to the address of the form: while the
// first save of a new page is on its way, that is still the address that creates one, and a second page would come of it.
// Without it, a submission in that moment may save twice.
let save; // the automatic save that has begun and has no answer yet
let held; // sends the submission that waits for that answer
let typed = -1; // when something was last entered, and when a save last took what is in the form
let taken = 0;

// On a slow machine some fields are drawn after Wagtail has looked at the form for the first time. It takes that for a
// change, and whoever only looks at a page would leave a version of it in their name. So nothing is saved by itself before
// somebody has done something on the page, in the form or beside it (comments), but reading on and deciding: that is done
// in the footer and in the dialog that it opens. Dialogs that choose for the form are opened in the form.
let isTouched = false;
for (const name of ["keydown", "pointerdown", "beforeinput", "paste", "drop", "change"]) {
  document.addEventListener(
    name,
    ({ isTrusted, key, target }) => {
      isTouched ||= isTrusted && key !== "Tab" && !target.closest?.("footer, .modal-open");
    },
    true,
  );
}

document.addEventListener("w-autosave:save", (event) => {
  // The server itself has said of this form that something in it is not saved yet.
  isTouched ||= event.target.dataset.wUnsavedForceValue === "true";
  if (!isTouched) event.preventDefault();
  save = event.defaultPrevented ? undefined : event;
  taken = event.timeStamp;
});

// Wagtail takes the form for saved as it stands two seconds after opening, and as it stands when a save is answered.
// What was entered in between would wait for the next change.
document.addEventListener("input", (event) => {
  if (event.isTrusted && event.target.closest("[data-edit-form]")) typed = event.timeStamp;
});
document.addEventListener("w-unsaved:watch-edits", (event) => {
  if (typed > taken) setTimeout(() => (event.target.dataset.wUnsavedForceValue = "true"));
});

function answered() {
  save = undefined;
  held?.();
  held = undefined;
}
document.addEventListener("w-autosave:success", answered);
document.addEventListener("w-autosave:error", answered);

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-edit-form]")) return;
  form.dataset.wAutosaveActiveValue = "false"; // what is submitted now is all there is to save
  if (!save) return;
  // A save waits for pauses in the typing before it asks the server. Until then it can be called off.
  if (performance.now() - save.timeStamp < Number(form.dataset.wAutosaveIntervalValue)) return save.preventDefault();
  event.preventDefault();
  held ??= () => {
    // The button itself may be switched off by now, as a sign of the work going on, and would not be sent.
    if (event.submitter?.name) {
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = event.submitter.name;
      pressed.value = event.submitter.value;
      form.append(pressed);
    }
    form.requestSubmit();
  };
});
