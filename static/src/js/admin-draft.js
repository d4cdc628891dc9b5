// Keeps what is typed into an answer as a draft on the server, as the page editor does.
const PAUSE_MS = 1500;
const AGAIN_MS = 5000; // after a try that failed: the network is gone, the server starts anew, or nobody is signed in

function keep(form) {
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let waiting = false;
  let sent = false;

  async function store() {
    clearTimeout(timer);
    if (!waiting || sent) return;
    waiting = false;
    const body = new FormData(form);
    body.set("was", "entwurf");
    try {
      const response = await fetch(window.location.href, { method: "POST", body, keepalive: true, redirect: "error" });
      if (response.status !== 204) throw new Error(String(response.status));
      const time = new Date().toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
      state.textContent = `Entwurf gespeichert um ${time} Uhr.`;
    } catch {
      waiting = true;
      state.textContent = "Der Entwurf ist noch nicht gespeichert; es wird weiter versucht. Lassen Sie die Seite offen.";
      timer = setTimeout(store, AGAIN_MS);
    }
  }

  form.querySelector("textarea").addEventListener("input", () => {
    waiting = true;
    clearTimeout(timer);
    timer = setTimeout(store, PAUSE_MS);
  });
  form.addEventListener("submit", () => {
    sent = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") store();
  });
}

for (const form of document.querySelectorAll("form[data-kept-draft]")) keep(form);
