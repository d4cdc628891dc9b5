// Pictures in forms: a title from the name of the file, the description as a proposal for the alternative text, and pictures
// that are dropped into a page. The rules for titles are those of media/file_titles.py.
(() => {
  const DROP_URL = document.querySelector("script[data-drop-url]")?.dataset.dropUrl;

  const SAYS_NOTHING =
    /^(img|dsc|dscn|dscf|pxl|mvi|pict?|p|wp|gopr|dji|scan|image|bild|foto|photo|picture|grafik|unbenannt|untitled|download|dokument|document|whatsapp image|screenshot|bildschirmfoto|screen shot|at|um|uhr|[\d\s.,:()])*$/i;
  const CODE = /^[0-9a-f]{8}[0-9a-f ]*$/i;
  const ADDED = /(\s*\(\d+\)|\s+(copy|kopie|scaled|rotated)(\s*\d+)?|\s+\d{2,5}x\d{2,5})+$/i;

  function titleFromName(name) {
    const stem = name.normalize("NFC").replace(/\.[^.]{1,5}$/, "");
    const words = stem
      .replace(/[_\-+]+|%20/g, " ")
      .split(/\s+/)
      .join(" ")
      .trim()
      .replace(ADDED, "")
      .trim();
    if (SAYS_NOTHING.test(words) || CODE.test(words)) return "";
    return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 255);
  }
  window.oglTitleFromName = titleFromName;

  for (const name of ["wagtail:images-upload", "wagtail:documents-upload"]) {
    document.addEventListener(name, (event) => {
      event.detail.data.title = titleFromName(event.detail.filename);
    });
  }

  // Alternative texts -----------------------------------------------------------

  const proposed = new WeakMap(); // field → what was put there by itself

  // The field for the alternative text beside a chooser of pictures: in a block, or among the fields of a page.
  function altFieldOf(input) {
    return document.getElementById(input.id.endsWith("-image") ? input.id.replace(/image$/, "alt") : `${input.id}_alt`);
  }

  document.addEventListener("change", (event) => {
    const widget = document.getElementById(`${event.target.id}-chooser`)?.widget;
    const alt = widget?.previewImage && altFieldOf(event.target);
    if (!alt) return;
    propose(alt, widget.state?.default_alt_text ?? "");
  });

  function propose(field, text) {
    if (field.value && field.value !== proposed.get(field)) return; // somebody has written something
    if (field.value === text) return;
    proposed.set(field, text);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    tell(field, text && "Vorschlag aus der Beschreibung des Bildes. Passt er an dieser Stelle? Sonst ändern Sie ihn.");
  }

  function tell(field, text) {
    const id = `${field.id}-proposal`;
    document.getElementById(id)?.remove();
    if (!text) return;
    const note = Object.assign(document.createElement("p"), { id, className: "help", textContent: text });
    note.setAttribute("role", "status");
    field.after(note);
  }

  // Dropping --------------------------------------------------------------------------

  // Streams of blocks are kept at their elements as they are made, so that a picture can be put into one.
  const definition = window.wagtailStreamField?.blocks.StreamBlockDefinition;
  if (definition) {
    const render = definition.prototype.render;
    definition.prototype.render = function (...args) {
      const stream = render.apply(this, args);
      stream.element.oglStream = stream;
      return stream;
    };
  }

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const inEditor = (event) => event.target.closest?.("[data-edit-form]");
  const isPicture = (file) => file.type.startsWith("image/");

  // Where a picture would go: a chooser of pictures, or the stream around the place and the number of its next block.
  function placeUnder(target) {
    const chooser = target.closest(".chooser") ?? target.closest("[data-field]")?.querySelector(".chooser");
    if (chooser?.widget?.previewImage) return { element: chooser, widget: chooser.widget };
    for (let child = target; child; child = child.parentElement) {
      const stream = child.oglStream;
      if (!stream?.blockDef.childBlockDefsByName.picture) continue;
      const block = stream.children.find((one) => one.element.contains(target));
      return { element: block?.element ?? child, stream, index: block ? block.index + 1 : stream.children.length };
    }
    return null;
  }

  function mark(place) {
    for (const old of document.querySelectorAll(".ogl-drop--over")) {
      if (old !== place?.element && !old.matches("form")) old.classList.remove("ogl-drop--over");
    }
    place?.element.classList.add("ogl-drop--over");
  }

  // Before Draft.js and the browser, which would open the picture in place of the page.
  document.addEventListener(
    "dragover",
    (event) => {
      if (!holdsFiles(event) || !inEditor(event)) return;
      const place = placeUnder(event.target);
      mark(place);
      event.preventDefault();
      event.stopPropagation();
      if (!place) event.dataTransfer.dropEffect = "none";
    },
    true,
  );
  document.addEventListener(
    "drop",
    (event) => {
      if (!holdsFiles(event) || !inEditor(event)) return;
      const place = placeUnder(event.target);
      mark(null);
      event.preventDefault();
      event.stopPropagation();
      if (!place) return;
      const dropped = [...event.dataTransfer.files];
      const pictures = place.widget ? dropped.slice(0, 1) : dropped;
      putAll(pictures, place);
    },
    true,
  );

  async function putAll(files, place) {
    for (const file of files) {
      const chosen = await upload(file, place.widget ? place.element.parentElement : place.element);
      if (!chosen) return;
      if (place.widget) place.widget.setStateFromModalData(chosen);
      else insert(place.stream, place.index++, chosen);
    }
  }

  function insert(stream, index, image) {
    const value = { image, decorative: false, alt: image.default_alt_text ?? "", caption: "", credit: "" };
    stream.insert({ type: "picture", value, id: crypto.randomUUID() }, index, { animate: false, focus: true });
    const alt = stream.children[index].element.querySelector("[data-contentpath=alt] :is(input, textarea)");
    if (alt?.value) {
      proposed.set(alt, alt.value);
      tell(alt, "Vorschlag aus der Beschreibung des Bildes. Passt er an dieser Stelle? Sonst ändern Sie ihn.");
    }
    alt?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The stored picture as choosers know it; null where the page says why there is none.
  async function upload(file, place, title = "") {
    if (!isPicture(file)) {
      window.oglUpload.uploadBar(place, () => {}).fail(
        `»${file.name}« ist kein Bild. Andere Dateien laden Sie unter »Dateien« hoch. Es wurde nichts gespeichert.`,
      );
      return null;
    }
    const data = new FormData();
    data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("file", file);
    data.set("title", title);
    const request = await window.oglUpload.send(DROP_URL, data, place);
    if (!request) return null;
    const answer = JSON.parse(request.responseText);
    if (answer.chosen) return answer.chosen;
    if (answer.signed_out) return said(place, window.oglUpload.SIGNED_OUT);
    if (Object.keys(answer.errors).join() === "title") {
      const asked = await askForTitle(file.name, answer.errors.title, title);
      return asked ? upload(file, place, asked) : said(place, "Ohne Titel wurde nichts gespeichert.");
    }
    return said(place, Object.values(answer.errors).join(" "));
  }

  function said(place, text) {
    window.oglUpload.uploadBar(place, () => {}).fail(text);
    return null;
  }

  // The name of the file says nothing: ask what is to be seen. Empty where the person does not want to say.
  function askForTitle(name, sentence, value) {
    const dialog = document.createElement("dialog");
    dialog.className = "ogl-ask";
    dialog.setAttribute("aria-labelledby", "ogl-ask-label");
    dialog.innerHTML = `<form method="dialog"><label id="ogl-ask-label" class="w-field__label" for="ogl-ask-title"></label>
      <p class="help" id="ogl-ask-help"></p><input id="ogl-ask-title" maxlength="255" required aria-describedby="ogl-ask-help">
      <p><button class="button" value="ok">Hochladen</button>
      <button class="button button-secondary" value="" formnovalidate>Abbrechen</button></p></form>`;
    dialog.querySelector("label").textContent = `Titel für »${name}«`;
    dialog.querySelector(".help").textContent = sentence;
    const input = dialog.querySelector("input");
    input.value = value;
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        resolve(dialog.returnValue === "ok" ? input.value.trim() : "");
        dialog.remove();
      });
    });
  }
})();
