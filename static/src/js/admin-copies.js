// Copies of what is typed into forms of the admin, in this browser, until the server has it (docs/engineering/typed-text.md).
// They are encrypted with a key that the server gives their owner only, so the next person at this machine reads none.
const config = JSON.parse(document.getElementById("ogl-typed-text").textContent);
const VERSION = 1;
const EVERY = 700; // milliseconds between two looks at the forms
const MOST = 50;
const LONGEST = 14 * 24 * 3600 * 1000; // milliseconds that a copy is kept
const LARGEST = 4_000_000; // characters; the server would not take much more
const NOT_TYPED = /^(csrfmiddlewaretoken|next|loaded_revision_id|loaded_revision_created_at|overwrite_revision_id|(action|workflow-action)-.*|ogl-.*)$/;
const load = crypto.randomUUID?.(); // this page, as long as it is open

// --- The forms ---------------------------------------------------------------
const TEXT = "textarea, select, [contenteditable], input:not([type=hidden], [type=submit], [type=button], [type=search])";

function formsToKeep() {
  return [...document.querySelectorAll("main form")].filter(
    (form) =>
      form.method === "post" &&
      !form.closest(".modal") &&
      !form.matches('[data-passkey], [data-kept-form], [data-no-copy], [data-controller~="w-swap"]') &&
      !form.querySelector("input[type=password]") &&
      form.querySelector(TEXT),
  );
}

const keyOf = (form, place) => form.id || `form-${place}`;

function read(form, data = new FormData(form)) {
  const entries = [];
  const files = [];
  for (const [name, value] of data) {
    if (typeof value !== "string") value.size && files.push(value.name);
    else if (name !== "csrfmiddlewaretoken" && !name.startsWith("ogl-")) entries.push([name, value]);
  }
  return { entries, files };
}

// Rich text is a document whose blocks get new keys with every opening.
function rich(value) {
  if (!value.startsWith("{")) return undefined;
  try {
    const { blocks, entityMap } = JSON.parse(value);
    return blocks && { blocks, entityMap };
  } catch {
    return undefined;
  }
}

function essence(value) {
  const text = rich(value);
  if (!text) return value;
  const { blocks, entityMap } = text;
  return JSON.stringify([blocks.map((it) => [it.type, it.text, it.depth, it.inlineStyleRanges]), Object.values(entityMap)]);
}

const fingerprint = (entries) =>
  JSON.stringify(entries.filter(([name]) => !NOT_TYPED.test(name)).map(([name, value]) => [name, essence(value)]));

// --- The store ---------------------------------------------------------------
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let database;
function store(mode) {
  database ??= (() => {
    const opening = indexedDB.open("ogl-typed-text", VERSION);
    opening.onupgradeneeded = () => opening.result.createObjectStore("copies", { keyPath: "id" });
    return settled(opening);
  })();
  return database.then((it) => it.transaction("copies", mode).objectStore("copies"));
}

let key;
function secret() {
  const bytes = Uint8Array.from(atob(config.key), (letter) => letter.charCodeAt(0));
  key ??= crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return key;
}

async function keep(id, form, time, content) {
  const text = JSON.stringify(content);
  if (text.length > LARGEST) return;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secret(), new TextEncoder().encode(text));
  const copies = await store("readwrite");
  const about = { person: config.person, path: location.pathname, form, time, version: VERSION };
  await settled(copies.put({ id, load, iv, data, ...about }));
}

async function open(copy) {
  const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: copy.iv }, await secret(), copy.data);
  return JSON.parse(new TextDecoder().decode(data));
}

async function forget(...ids) {
  const copies = await store("readwrite");
  await Promise.all(ids.map((id) => settled(copies.delete(id))));
}

async function openLoads() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map((lock) => lock.name.replace("ogl-load-", "")));
}

// This person's copies of pages that are open no more, newest first.
async function leftCopies() {
  const [all, open] = await Promise.all([store("readonly").then((it) => settled(it.getAll())), openLoads()]);
  all.sort((one, other) => other.time - one.time);
  const old = all.filter((copy, place) => place >= MOST || Date.now() - copy.time > LONGEST);
  await forget(...old.map((copy) => copy.id));
  return all.filter((it) => !old.includes(it) && it.person === config.person && it.load !== load && !open.has(it.load));
}

// --- Keeping -----------------------------------------------------------------
const watched = new Map(); // form → what is known of it

function watch(form, place) {
  const known = { id: `${load}.${place}`, key: keyOf(form, place), origins: [] };
  known.isDirty = form.dataset.wUnsavedForceValue === "true" || Boolean(form.querySelector(".error-message"));
  watched.set(form, known);
}

function beginAll() {
  for (const [form, known] of watched) known.saved ??= known.isDirty ? "" : fingerprint(read(form).entries);
}

async function look(form) {
  const known = watched.get(form);
  if (known.saved === undefined && !known.isDirty) return; // nobody has touched it
  const time = Date.now();
  const { entries, files } = read(form);
  const now = fingerprint(entries);
  if (now === known.kept) return;
  known.kept = now;
  if (now === known.saved) return forget(known.id);
  const title = document.title.replace(/ - OGL-Portal$/, "");
  await keep(known.id, known.key, time, { action: form.action, multipart: form.enctype, title, entries, files });
  if (known.origins.length && known.origin === now) await forget(...known.origins.splice(0));
}

const lookAtAll = () => [...watched.keys()].forEach(look);

function savedByItself(event) {
  const known = watched.get(event.target);
  if (!known?.sending) return;
  const updates = event.detail.data.field_updates ?? {};
  const entries = known.sending.map(([name, value]) => [name, name in updates ? updates[name] : value]);
  known.saved = fingerprint(entries);
  known.savedAt = event.detail.data.revision_created_at;
  known.kept = undefined;
  known.isDirty = false;
  forget(...known.origins.splice(0));
  look(event.target);
  // What Wagtail sends right after opening lacks the blocks that are not drawn yet.
  const now = fingerprint(read(event.target).entries);
  if (now === known.saved || now === known.sentAgain) return;
  known.sentAgain = now;
  const detail = { type: "edits" };
  setTimeout(() => event.target.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail })));
}

function isBeingSaved(event) {
  const known = watched.get(event.target);
  if (known) known.sending = read(event.target, event.detail.formData).entries;
  event.detail.formData.set("ogl-load", load);
}

function submitted(event) {
  const known = watched.get(event.target);
  if (!known) return;
  look(event.target);
  const fields = { "ogl-copy": [known.id, ...known.origins].join(","), "ogl-load": load };
  // Versions that this form has saved by itself; see typed_text/conflicts.py.
  fields["ogl-own-revision"] = event.target.dataset.wAutosaveRevisionIdValue ?? "";
  fields["ogl-own-revision-at"] = known.savedAt ?? "";
  for (const [name, value] of Object.entries(fields)) {
    const input = event.target.querySelector(`input[name=${name}]`) ?? document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    event.target.append(input);
  }
}

// The server has saved these: it says so in a cookie, with the answer to the form.
async function forgetSaved() {
  const cookie = document.cookie.split("; ").find((it) => /^(__Host-)?ogl-saved=/.test(it));
  if (!cookie) return;
  const [name, value] = cookie.split("=");
  await forget(...decodeURIComponent(value).split(","));
  // biome-ignore lint/suspicious/noDocumentCookie: Firefox and Safari of the last years have no cookieStore
  document.cookie = `${name}=; path=/; max-age=0${name.startsWith("__Host-") ? "; secure" : ""}`;
}

// Whoever signs out leaves nothing behind; pages that are still open keep theirs.
async function signOut(event) {
  const form = event.target;
  if (form.matches("[data-change]") || new URL(form.action, location).pathname !== config.signOut) return;
  event.preventDefault();
  const own = [...watched.values()].map((known) => known.id);
  watched.clear();
  await forget(...own, ...(await leftCopies()).map((copy) => copy.id));
  form.submit();
}

// --- Offering ----------------------------------------------------------------
function element(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function button(text, kind, action) {
  const made = element("button", text, { type: "button", class: `button ${kind}` });
  made.addEventListener("click", action);
  return made;
}

function moment(time) {
  const at = new Date(time);
  const clock = at.toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? `${clock} Uhr` : `${at.toLocaleDateString("de-DE")}, ${clock} Uhr`;
}

function inWords(value) {
  const text = rich(value);
  return text ? text.blocks.map((it) => it.text).join("\n") : value;
}

function labelOf(form, name) {
  const field = form.elements.namedItem(name);
  const input = field instanceof RadioNodeList ? field[0] : field;
  const label = input?.labels?.[0] ?? input?.closest("[data-contentpath]")?.querySelector("label");
  return label?.textContent.replace("*", "").trim() || "Text";
}

// Fields that differ and that somebody can read: no counts, orders and numbers of objects.
function differences(form, entries) {
  const current = new Map(read(form).entries);
  return entries.filter(([name, value]) => {
    const isForm = /-(count|order|deleted|type|id|ORDER|DELETE|TOTAL_FORMS|INITIAL_FORMS|M\w+_NUM_FORMS)$/.test(name);
    return !isForm && !NOT_TYPED.test(name) && inWords(value) && inWords(current.get(name) ?? "") !== inWords(value);
  });
}

function view(form, content, time) {
  const dialog = element("dialog", "", { class: "ogl-copy", "aria-label": "Nicht gespeicherter Text" });
  dialog.append(element("h2", `Nicht gespeicherter Text von ${moment(time)}`));
  const list = element("dl");
  for (const [name, value] of differences(form, content.entries)) {
    list.append(element("dt", labelOf(form, name)), element("dd", inWords(value)));
  }
  dialog.append(list.children.length ? list : element("p", "Geändert sind nur Auswahl, Reihenfolge oder Entferntes."));
  dialog.append(button("Schließen", "button-secondary", () => dialog.close()));
  dialog.addEventListener("close", () => dialog.remove());
  document.querySelector("main").append(dialog);
  dialog.showModal();
}

// The server shows the form with all of it; see typed_text/restoring.py.
function restore(copy, content) {
  const form = element("form", "", { method: "post", action: content.action, "data-change": "" });
  const token = window.wagtailConfig.CSRF_TOKEN;
  const fields = [...content.entries, ["ogl-restore", "1"], ["csrfmiddlewaretoken", token]];
  fields.push(["ogl-load", copy.load], ["ogl-copy", copy.id]);
  for (const [name, value] of fields) {
    const field = element("textarea", "", { name, hidden: "" }); // keeps line breaks
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function offer(form, copy, content) {
  const place = element("section", "", { class: "ogl-offer", "aria-label": "Nicht gespeicherter Text" });
  place.append(element("strong", `Es gibt Text, der noch nicht gespeichert war, von ${moment(copy.time)}.`));
  if (content.files.length) {
    place.append(element("p", `Nicht dabei: ${content.files.map((it) => `»${it}«`).join(", ")}. Wählen Sie Dateien neu.`));
  }
  const buttons = element("p", "", { class: "ogl-offer__buttons" });
  const discard = () => forget(copy.id).then(() => place.remove());
  buttons.append(
    button("Übernehmen", "", () => restore(copy, content)),
    button("Ansehen", "button-secondary", () => view(form, content, copy.time)),
    button("Verwerfen", "button-secondary", discard),
  );
  place.append(buttons);
  form.before(place);
}

async function offerOn(form, copy) {
  const known = watched.get(form);
  const content = await open(copy).catch(() => undefined); // the server's key has changed: nobody reads it any more
  const is = content && fingerprint(content.entries);
  if (!content || is === fingerprint(read(form).entries)) {
    if (known.isDirty && content) {
      known.origins.push(copy.id);
      known.origin = is;
    } else await forget(copy.id);
  } else if (config.restored === copy.id) {
    Object.assign(known, { origin: is, isDirty: true });
    known.origins.push(copy.id);
  } else {
    offer(form, copy, content);
  }
}

function listAtHome(copies) {
  if (location.pathname !== config.home || !copies.length) return;
  const place = element("section", "", { class: "ogl-offer", "aria-label": "Nicht gespeicherter Text" });
  place.append(element("strong", "In diesem Browser liegt Text, der noch nicht gespeichert war:"));
  const list = element("ul");
  for (const { copy, content } of copies) {
    const item = element("li");
    item.append(element("a", `${content.title}, ${moment(copy.time)}`, { href: copy.path }));
    list.append(item);
  }
  place.append(list);
  document.querySelector("main .content, main").prepend(place);
}

async function start() {
  navigator.locks?.request(`ogl-load-${load}`, () => new Promise(() => {}));
  for (const name of ["keydown", "pointerdown", "beforeinput", "paste", "drop", "change"]) {
    document.addEventListener(name, beginAll, true);
  }
  window.addEventListener("submit", submitted, true);
  document.addEventListener("submit", signOut, true);
  document.addEventListener("visibilitychange", lookAtAll);
  window.addEventListener("pagehide", lookAtAll);

  await forgetSaved();
  const left = await leftCopies();
  const byKey = new Map([...watched].map(([form, known]) => [known.key, form]));
  for (const copy of left.filter((it) => it.path === location.pathname)) {
    if (byKey.has(copy.form)) await offerOn(byKey.get(copy.form), copy);
  }
  if (config.restored) history.replaceState(null, "", location.href); // loading the page again does not restore again
  const elsewhere = await Promise.all(left.map((copy) => open(copy).then((content) => ({ copy, content }), () => null)));
  listAtHome(elsewhere.filter(Boolean));
  setInterval(lookAtAll, EVERY);
  document.documentElement.dataset.oglCopies = "ready";
}

// Without HTTPS a browser has neither locks nor ciphers; there is no copy then.
if (config.person && window.isSecureContext) {
  formsToKeep().forEach(watch);
  document.addEventListener("w-autosave:save", isBeingSaved);
  document.addEventListener("w-autosave:success", savedByItself);
  window.addEventListener("load", () => setTimeout(start));
}
