// A form that stays open outlives its session and its server. Whether somebody is signed in, and who, is asked before
// every submission and when a save fails; nothing is sent into the void. Signing in happens in a window of its own,
// since it may take several pages, a passkey or another site; meanwhile typing goes on.
const config = JSON.parse(document.getElementById("ogl-typed-text").textContent);
const safe = window.isSecureContext ? "Ihr Text ist in diesem Browser sicher." : "Lassen Sie diese Seite offen.";
const LONGEST_WAIT = 30_000; // milliseconds
const OFTEN_ENOUGH = 60_000;

let trouble = ""; // what stands in the way of saving: "", "offline", "signed-out", "other-person"
let tries = 0;
let again; // timer of the next question
let asking;
let asked = Date.now();

async function ask() {
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  try {
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(config.state, { headers, signal, cache: "no-store" });
    if (answer.status === 401 || answer.status === 403) return { trouble: "signed-out" };
    if (!answer.ok) return { trouble: "offline" };
    const state = await answer.json();
    if (!state.person) return { trouble: "signed-out" };
    if (config.person && state.person !== config.person) return { ...state, trouble: "other-person" };
    return { ...state, trouble: "" };
  } catch {
    return { trouble: "offline" };
  }
}

// The state of things, after the page has been told of it. Questions at the same time share an answer.
function check() {
  asking ??= ask().then((state) => {
    asking = undefined;
    asked = Date.now();
    tell(state);
    return state;
  });
  return asking;
}

function tell(state) {
  const before = trouble;
  trouble = state.trouble;
  clearTimeout(again);
  if (trouble) {
    tries = before === trouble ? tries + 1 : 0;
    again = setTimeout(check, trouble === "offline" ? Math.min(2_000 * 2 ** tries, LONGEST_WAIT) : 3_000);
  } else {
    takeToken(state.token);
  }
  if (before === trouble) return;
  show(state);
  if (before && !trouble) saveAgain();
}

function takeToken(token) {
  if (window.wagtailConfig) window.wagtailConfig.CSRF_TOKEN = token;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
}

// --- What the screen says ----------------------------------------------------
const panel = document.createElement("section");
panel.className = "ogl-session";
panel.setAttribute("role", "alert");
panel.setAttribute("aria-label", "Anmeldung und Verbindung");
panel.hidden = true;
(document.querySelector("main") ?? document.body).prepend(panel);

let left; // what had the focus before the panel
document.addEventListener("focusin", ({ target }) => (left = panel.contains(target) ? left : target));

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function openWindow(event) {
  const features = "popup,width=560,height=760";
  if (window.open(event.currentTarget.href, "ogl-sign-in", features)) event.preventDefault();
}

function signInLink() {
  const link = element("a", "Anmelden", { class: "button", href: config.signIn, target: "ogl-sign-in" });
  link.addEventListener("click", openWindow);
  return link;
}

// Ends the session of the other person and leads to the sign-in, both in the window of its own.
function changePersonForm(token) {
  const form = element("form", "", { method: "post", action: config.signOut, target: "ogl-sign-in", "data-change": "" });
  for (const [name, value] of [["csrfmiddlewaretoken", token], ["next", config.signIn]]) {
    form.append(element("input", "", { type: "hidden", name, value }));
  }
  form.append(element("button", `Als ${config.name} anmelden`, { type: "submit", class: "button" }));
  return form;
}

function show(state) {
  panel.dataset.trouble = trouble;
  panel.hidden = false;
  if (!trouble && panel.contains(document.activeElement)) left?.focus();
  if (trouble === "signed-out") {
    panel.replaceChildren(
      element("strong", "Sie sind abgemeldet."),
      element("p", `${safe} Melden Sie sich in einem kleinen Fenster an; danach geht es hier weiter.`),
      signInLink(),
    );
  } else if (trouble === "other-person") {
    panel.replaceChildren(
      element("strong", `In diesem Browser ist jetzt ${state.name} angemeldet.`),
      element("p", `Ihr Text gehört zu ${config.name} und wird unter keinem anderen Namen gespeichert. ${safe}`),
      changePersonForm(state.token),
    );
  } else if (trouble === "offline") {
    panel.replaceChildren(
      element("strong", "Keine Verbindung zum Server."),
      element("p", `${safe} Sobald die Verbindung wieder da ist, ${autosaved() ? "geht es von selbst weiter" : "können Sie speichern"}.`),
    );
  } else {
    const next = autosaved() ? "" : " Speichern Sie jetzt.";
    panel.replaceChildren(element("strong", `Es kann weitergehen: Sie sind angemeldet, die Verbindung steht.${next}`));
    setTimeout(() => (panel.hidden = !trouble), 5_000);
  }
}

// --- Saving by itself --------------------------------------------------------
const autosaved = () => document.querySelector('[data-edit-form][data-controller~="w-autosave"]');
let failures = 0;
let retry;

function saveAgain() {
  const form = autosaved();
  if (!form || form.dataset.oglConflict) return;
  form.dataset.wAutosaveActiveValue = "true";
  form.dispatchEvent(
    new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } }),
  );
}

// Before Wagtail tells of it: its sentence speaks of an error of the server, whatever the reason.
document.addEventListener(
  "w-autosave:error",
  (event) => {
    if (!["network_error", "server_error"].includes(event.detail.type)) return;
    event.detail.text = safe;
    const before = window.wagtailConfig.CSRF_TOKEN;
    check().then((state) => {
      if (state.trouble) return;
      failures += 1;
      clearTimeout(retry);
      // A token that was out of date is mended by now; the server's own trouble takes longer.
      const wait = failures === 1 && before !== state.token ? 0 : Math.min(2_000 * 2 ** failures, LONGEST_WAIT);
      retry = setTimeout(saveAgain, wait);
    });
  },
  true,
);
document.addEventListener("w-autosave:success", () => (failures = 0));

// Somebody else has saved the page. The server shows both versions when this one is sent; it is not saved over theirs.
document.addEventListener("w-autosave:error", (event) => {
  const form = event.target;
  if (event.detail.type !== "invalid_revision" || form.dataset.oglConflict) return;
  form.dataset.oglConflict = "true";
  const place = element("section", "", { class: "ogl-offer", role: "alert", "aria-label": "Zwei Versionen" });
  const compare = element("button", "Beide Versionen vergleichen", { type: "button", class: "button" });
  compare.addEventListener("click", () => form.requestSubmit());
  place.append(
    element("strong", event.detail.text),
    element("p", `Ihre Änderungen seither sind noch nicht gespeichert. ${safe}`),
    compare,
  );
  form.before(place);
  place.scrollIntoView({ block: "nearest" });
});

// --- Submitting --------------------------------------------------------------
let passed; // the form that may go

// The editor of rich text writes into its field when the keys have rested for 250 ms; a form sent before lacks the end.
const REST = 500;
let typedAt = 0;
for (const name of ["keydown", "input"]) {
  const note = ({ target }) => {
    if (target.isContentEditable) typedAt = Date.now();
  };
  document.addEventListener(name, note, true);
}
const rested = () => new Promise((done) => setTimeout(done, Math.max(0, typedAt + REST - Date.now())));

function isLookedAfter(form) {
  if (form.method !== "post" || !form.closest("main") || form.closest(".modal, [data-change]")) return false;
  if (form.matches('[data-passkey], [data-controller~="w-swap"]')) return false;
  return Boolean(config.person) || form.matches("[data-kept-form]");
}

window.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    if (form === passed || !isLookedAfter(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const [state] = await Promise.all([check(), rested()]);
    if (state.trouble) {
      submitter?.setAttribute("data-w-progress-loading-value", "false");
      panel.scrollIntoView({ block: "nearest" });
      panel.querySelector("a, button")?.focus();
      return;
    }
    passed = form;
    // A button that shows the work going on is switched off by now, and would not be sent.
    const off = submitter?.disabled;
    if (submitter) submitter.disabled = false;
    form.requestSubmit(submitter);
    if (submitter) submitter.disabled = off;
    passed = undefined;
  },
  true,
);

// Wagtail would ask whether to go on in spite of a missing connection, or of a newer version. Of the first the panel
// tells; of the second the server, which shows both versions.
document.addEventListener(
  "click",
  () => {
    const session = document.querySelector('[data-controller~="w-session"]');
    if (session?.dataset.wSessionInterceptValue) session.dataset.wSessionInterceptValue = "";
  },
  true,
);

// --- When to ask -------------------------------------------------------------
function checkNow() {
  if (trouble) check();
}

if (config.person || document.querySelector("[data-kept-form]")) {
  new BroadcastChannel("ogl-session").addEventListener("message", check);
  window.addEventListener("online", checkNow);
  window.addEventListener("offline", check);
  window.addEventListener("focus", checkNow);
  document.addEventListener("w-swap:error", check);
}
if (config.person) {
  const now = () => Date.now() - asked > OFTEN_ENOUGH && check();
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());
  document.addEventListener("input", now);
}
