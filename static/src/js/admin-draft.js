// Keeps what is typed into an answer as a draft on the server, as the page editor does.
const PAUSE_MS = 1500;
const AGAIN_MS = 5000; // after a try that failed: the network is gone, the server starts anew, or nobody is signed in

function keep(form) {
  const state = form.querySelector("[data-draft-state]");
  const field = form.querySelector("textarea");
  let known = [field.defaultValue]; // drafts that this page has shown or sent; any other is somebody else's
  let timer = 0;
  let waiting = false;
  let stopped = false;

  async function store() {
    clearTimeout(timer);
    if (!waiting || stopped) return;
    waiting = false;
    const body = new FormData(form);
    body.set("was", "entwurf");
    for (const draft of known) body.append("known", draft);
    const text = field.value;
    if (!known.includes(text)) known.push(text); // it may be stored although the answer is lost
    try {
      const response = await fetch(window.location.href, { method: "POST", body, keepalive: true, redirect: "error" });
      if (response.status === 409) return showOther((await response.json()).draft);
      if (response.status !== 204) throw new Error(String(response.status));
      known = known.slice(known.indexOf(text));
      const time = new Date().toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
      state.textContent = `Entwurf gespeichert um ${time} Uhr.`;
    } catch {
      waiting = true;
      state.textContent = "Der Entwurf ist noch nicht gespeichert; es wird weiter versucht. Lassen Sie die Seite offen.";
      timer = setTimeout(store, AGAIN_MS);
    }
  }

  // Both texts stay: one in the field, the other below it, until somebody decides.
  function showOther(draft) {
    stopped = true;
    state.textContent = draft
      ? "Jemand hat inzwischen einen anderen Entwurf gespeichert; er steht hier darunter. Ihrer ist nur in diesem Fenster."
      : "Der gespeicherte Entwurf ist nicht mehr da: Vielleicht ist schon geantwortet. Ihr Text ist nur in diesem Fenster.";
    const quote = document.createElement("div");
    quote.className = "ogl-quote";
    for (const line of draft.split("\n")) quote.appendChild(document.createElement("p")).textContent = line;
    quote.hidden = !draft;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = "Meinen Text als Entwurf speichern";
    button.addEventListener("click", () => {
      quote.remove();
      button.remove();
      known.push(draft);
      waiting = true;
      stopped = false;
      store();
    });
    state.after(quote, button);
  }

  function typed() {
    waiting = true;
    clearTimeout(timer);
    timer = setTimeout(store, PAUSE_MS);
  }

  field.addEventListener("input", typed);
  if (field.value !== field.defaultValue) typed(); // before this script was there
  form.addEventListener("submit", () => {
    stopped = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") store();
  });
}

for (const form of document.querySelectorAll("form[data-kept-draft]")) keep(form);
