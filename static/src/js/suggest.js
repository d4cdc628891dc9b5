// Suggestions while typing: a combobox with a list (ARIA Authoring Practices Guide). Without it, the form just works.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  list.id = `${input.id}-vorschlaege`;
  list.className = "suggest plain-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Vorschläge");
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    input.setAttribute(name, value);
  }

  let timer;
  let request;
  let active = -1;

  // What is asked or about to be asked comes to nothing, so that the list stays as the reader sees it.
  const settle = () => {
    clearTimeout(timer);
    request?.abort();
  };

  const close = () => {
    settle();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    settle();
    const options = [...list.children];
    active = (index + options.length + 1) % (options.length + 1);
    // One step beyond the last stands for the field itself.
    if (active === options.length) active = -1;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ text, url, kind }, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = url;
        option.append(text);
        if (kind) {
          const label = document.createElement("small");
          label.append(` ${kind}`);
          option.append(label);
        }
        return option;
      }),
    );
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    settle();
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    request = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: request.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
    } catch {
      // A newer request took its place, or there is no network: the form works without suggestions.
    }
  };

  input.addEventListener("input", () => {
    settle();
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") choose(active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(active < 0 ? list.children.length - 1 : active - 1);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && active >= 0) location.assign(list.children[active].dataset.url);
    else return;
    event.preventDefault();
  });
  // The field keeps the focus while a suggestion is clicked.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
  input.addEventListener("blur", close);
}
