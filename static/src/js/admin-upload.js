// Shows how far an upload is, in a bar and in words, and lets it be called off: for forms with files, for many files at
// once, and for pictures that are dropped into a page (admin-pictures.js). Without it, forms are sent as ever.
(() => {
  const PERCENT = 100;
  const SAY_EACH = 10; // percent: a screen reader is not told of every step

  // A bar below or after a place in the page. cancel is called when the person calls the upload off.
  function uploadBar(place, cancel) {
    const box = document.createElement("div");
    box.className = "ogl-upload";
    box.innerHTML = `<progress max="${PERCENT}" value="0" aria-label="Hochladen"></progress>
      <span class="ogl-upload__words"></span>
      <button type="button" class="button button-small button-secondary">Abbrechen</button>
      <p role="status" class="w-sr-only"></p>`;
    const [bar, words, button, spoken] = box.children;
    button.addEventListener("click", cancel);
    place.append(box);
    let said = -1;
    const say = (text) => (spoken.textContent = text);
    say("Das Hochladen beginnt.");
    return {
      show(loaded, total) {
        const done = total ? Math.floor((loaded / total) * PERCENT) : 0;
        bar.value = done;
        if (loaded >= total) return this.sent();
        words.textContent = `${megabytes(loaded)} von ${megabytes(total)} MB`;
        if (done < said + SAY_EACH) return;
        said = done;
        say(`${done} Prozent hochgeladen`);
      },
      // Everything is there; what the server does now cannot be called off.
      sent() {
        if (!button.isConnected) return;
        bar.removeAttribute("value");
        words.textContent = "Hochgeladen. Die Datei wird geprüft …";
        say(words.textContent);
        button.remove();
      },
      // Says why there is nothing, and stays.
      fail(text) {
        box.replaceChildren(Object.assign(document.createElement("p"), { className: "error-message", textContent: text }));
        box.firstChild.setAttribute("role", "alert");
      },
      remove: () => box.remove(),
    };
  }

  const megabytes = (bytes) => (bytes / 1e6).toLocaleString("de-DE", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

  const CALLED_OFF = "Sie haben das Hochladen abgebrochen. Es wurde nichts gespeichert.";
  const NO_NETWORK = "Die Verbindung ist abgerissen. Es wurde nichts gespeichert. Bitte versuchen Sie es noch einmal.";
  const SIGNED_OUT =
    "Sie sind abgemeldet, es wurde nichts gespeichert. Melden Sie sich in einem neuen Tab an, und laden Sie dann hier noch " +
    "einmal hoch; Ihre Auswahl bleibt stehen.";

  function sentenceFor(status) {
    if (status === 413) return "Die Datei ist zu groß für das Portal. Es wurde nichts gespeichert.";
    if (status === 403) return SIGNED_OUT;
    return "Auf dem Server ist ein Fehler aufgetreten. Ob etwas gespeichert ist, sehen Sie, wenn Sie die Seite neu laden.";
  }

  // Sends data to url and shows a bar in place. The request that ended, or null where the bar says why there is no answer.
  function send(url, data, place) {
    return new Promise((resolve) => {
      place.querySelectorAll(":scope > .ogl-upload").forEach((old) => old.remove());
      const request = new XMLHttpRequest();
      const bar = uploadBar(place, () => request.abort());
      const failed = (text) => () => {
        bar.fail(text);
        resolve(null);
      };
      request.upload.addEventListener("progress", (event) => bar.show(event.loaded, event.total));
      request.upload.addEventListener("load", () => bar.sent());
      request.addEventListener("abort", failed(CALLED_OFF));
      request.addEventListener("error", failed(NO_NETWORK));
      request.addEventListener("load", () => {
        if (request.status >= 400 && request.status !== 422) return failed(sentenceFor(request.status))();
        bar.remove();
        resolve(request);
      });
      request.open("POST", url);
      request.setRequestHeader("X-Ogl-Upload", "1");
      request.send(data);
    });
  }
  window.oglUpload = { send, uploadBar, SIGNED_OUT };

  // Forms -----------------------------------------------------------------------

  const fileInputs = (form) => [...form.querySelectorAll("input[type=file]")];
  const isMultipart = (form) => form.method === "post" && form.enctype === "multipart/form-data";
  let sending;

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isMultipart(form) || form.closest(".modal")) return;
    if (!fileInputs(form).some((input) => input.files.length)) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    const request = await send(form.action || location.href, new FormData(form, event.submitter), form);
    sending = false;
    if (request) arrive(request, form);
    else free(form);
  });

  // Wagtail switches buttons off while a form is sent, and gives them another label for half a minute.
  function free(form) {
    for (const button of form.querySelectorAll("[data-controller~=w-progress]")) button.dataset.wProgressLoadingValue = false;
    for (const button of form.querySelectorAll("button[disabled]")) button.disabled = false;
  }

  function arrive(request, form) {
    if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
      const answer = JSON.parse(request.responseText);
      if (!answer.signed_out) return location.assign(answer.location);
      uploadBar(form, () => {}).fail(SIGNED_OUT);
      return free(form);
    }
    showAgain(new DOMParser().parseFromString(request.responseText, "text/html"), form);
  }

  const filesIn = (form) => new Map(fileInputs(form).map((input) => [input.id, input.files]));

  // A file that was not what is wrong with a form stays chosen, and so does one about which the server asks something
  // (data-file-stays).
  function chooseAgain(chosen, place) {
    if (!place.querySelector(".error-message, [aria-invalid=true]")) return;
    for (const [id, files] of chosen) {
      const input = document.getElementById(id);
      const isWrong = input?.closest("[data-field-wrapper], .w-field__wrapper")?.querySelector(".error-message");
      if (input && (!isWrong || "fileStays" in input.dataset)) input.files = files;
    }
  }

  // The page as the server answered: with what is wrong at the fields, or with what has become of the files.
  function showAgain(answer, form) {
    const chosen = filesIn(form);
    document.querySelector("main").replaceWith(document.adoptNode(answer.querySelector("main")));
    document.title = answer.title;
    chooseAgain(chosen, document.querySelector("main"));
    for (const script of document.querySelectorAll("script[src*=focal-point-chooser]")) {
      script.replaceWith(Object.assign(document.createElement("script"), { src: script.src }));
    }
    const place = document.querySelector("main .error-message, main [role=alert], main h2, main h1");
    place?.setAttribute("tabindex", "-1");
    place?.focus();
  }

  // The dialogs in which pictures and files are chosen: Wagtail sends their forms with jQuery -----------------

  window.jQuery?.ajaxPrefilter((options, _, request) => {
    const form = document.querySelector(".modal form[enctype='multipart/form-data']");
    if (!form || !(options.data instanceof FormData) || !fileInputs(form).some((input) => input.files.length)) return;
    const chosen = filesIn(form);
    const modal = form.closest(".modal");
    form.querySelectorAll(":scope > .ogl-upload").forEach((old) => old.remove());
    const bar = uploadBar(form, () => request.abort());
    const make = options.xhr;
    options.xhr = () => {
      const line = make();
      line.upload.addEventListener("progress", (event) => bar.show(event.loaded, event.total));
      return line;
    };
    // In place of »report this error to your administrator«, with a number.
    options.error = (_request, state) => {
      bar.fail(state === "abort" ? CALLED_OFF : request.status ? sentenceFor(request.status) : NO_NETWORK);
      free(form);
    };
    request.done(() => {
      bar.remove();
      setTimeout(() => modal.isConnected && chooseAgain(chosen, modal)); // when the answer stands in the dialog
    });
  });

  // The page for many files at once (jQuery File Upload) ---------------------------------

  const bars = new WeakMap(); // the line of a file → its bar
  const lineOf = (data) => data.context?.[0];
  window
    .jQuery?.(document)
    .on("fileuploadsend", "#fileupload", (_, data) => {
      const place = lineOf(data)?.querySelector(".right");
      if (place) bars.set(lineOf(data), uploadBar(place, () => data.abort()));
    })
    .on("fileuploadprogress", "#fileupload", (_, data) => bars.get(lineOf(data))?.show(data.loaded, data.total))
    .on("fileuploaddone", "#fileupload", (_, data) => bars.get(lineOf(data))?.remove())
    .on("fileuploadfail", "#fileupload", (_, data) => {
      const isCalledOff = data.errorThrown === "abort";
      bars.get(lineOf(data))?.fail(isCalledOff ? CALLED_OFF : data.jqXHR.status ? sentenceFor(data.jqXHR.status) : NO_NETWORK);
    });
})();
