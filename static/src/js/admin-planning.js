// »Planung«: moves an entry to another day with the mouse, or from its link »Verschieben« with the arrow keys. Either
// way a form is sent, so that the server decides and says what was done. Without this script the link leads to a form.
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function start(calendar) {
  const days = [...calendar.querySelectorAll("[data-day]")];
  const form = calendar.querySelector("[data-planning-form]");
  const status = calendar.querySelector("[data-planning-status]");
  let entry = null; // what is being moved
  let target = null; // the day on which it would be put

  const dayOf = (element) => element?.closest?.("[data-day]") ?? null;

  function aim(day) {
    target?.classList.remove("ogl-day--target");
    target = day;
    target?.classList.add("ogl-day--target");
    calendar.classList.toggle("ogl-month--moving", target !== null);
  }

  function letGo() {
    aim(null);
    entry = null;
  }

  function put() {
    const isElsewhere = entry && target && target !== dayOf(entry);
    if (isElsewhere) {
      form.action = entry.dataset.move;
      form.elements.day.value = target.dataset.day;
      form.elements.time.value = entry.dataset.time;
      form.submit();
    }
    letGo();
    return isElsewhere;
  }

  calendar.addEventListener("dragstart", (event) => {
    entry = event.target.closest?.("[data-move]") ?? null;
    if (!entry) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", entry.id);
  });
  calendar.addEventListener("dragover", (event) => {
    const day = dayOf(event.target);
    if (!entry || !day) return;
    event.preventDefault();
    aim(day);
  });
  calendar.addEventListener("drop", (event) => {
    event.preventDefault();
    put();
  });
  calendar.addEventListener("dragend", letGo);

  calendar.addEventListener("keydown", (event) => {
    const handle = event.target.closest?.(".ogl-plan__move");
    if (!handle || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in STEPS) {
      event.preventDefault();
      entry = handle.closest("[data-move]");
      const next = days[days.indexOf(target ?? dayOf(entry)) + STEPS[event.key]];
      if (next) aim(next);
      status.textContent = next
        ? `${next.dataset.name}. Eingabetaste verschiebt hierher.`
        : "Hier endet der Monat. Auf einen Tag eines anderen Monats verschiebt das Formular: erst Esc, dann Eingabetaste.";
      (target ?? entry).scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && target) {
      event.preventDefault(); // the link leads to the form only while no day is chosen
      put();
    } else if (event.key === "Escape" && target) {
      letGo();
      status.textContent = "Nichts verschoben.";
    }
  });
  calendar.addEventListener("focusout", letGo);
  calendar.dataset.planning = "ready";
}

for (const calendar of document.querySelectorAll("[data-planning]")) start(calendar);
