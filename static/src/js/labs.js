// Filters the directory in place: the same page is fetched, and what differs is put in. Without it, the form just works.
const part = document.querySelector("[data-live-filter]");
const form = part?.querySelector("form");
let request;

// Elements that hold the focus or speak stay; only what is in them is exchanged.
const take = (from) => {
  for (const select of form.querySelectorAll("select")) {
    const fresh = from.querySelector(`#${select.id}`);
    select.closest(".kern-form-input").hidden = !fresh;
    if (!fresh) continue;
    select.replaceChildren(...fresh.children);
    select.value = select.querySelector("[selected]")?.value ?? "";
  }
  part.querySelector("[role=status]").innerHTML = from.querySelector("[role=status]").innerHTML;
  const chips = part.querySelector(".filter__state ul");
  const freshChips = from.querySelector(".filter__state ul");
  if (chips) chips.replaceWith(...(freshChips ? [freshChips] : []));
  else if (freshChips) part.querySelector(".filter__state").append(freshChips);
  part.querySelector("[data-live-results]").replaceChildren(...from.querySelector("[data-live-results]").childNodes);
};

const load = async (address) => {
  request?.abort();
  request = new AbortController();
  try {
    const answer = await fetch(address, { signal: request.signal });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    take(page.querySelector("[data-live-filter]"));
    return true;
  } catch (error) {
    // A newer choice took its place, or the network failed: then the browser goes the long way.
    if (error.name !== "AbortError") location.assign(address);
    return false;
  }
};

const chosen = () => {
  const set = [...new FormData(form)].filter(([, value]) => value);
  return `${location.pathname}${set.length ? `?${new URLSearchParams(set)}` : ""}`;
};

const go = async (address) => {
  if (await load(address)) history.pushState(null, "", address);
};

if (form) {
  form.addEventListener("change", () => go(chosen()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(chosen());
  });
  part.addEventListener("click", async (event) => {
    const link = event.target.closest(".chip, .filter__reset, .empty a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    await go(link.href);
    // The link is gone: the first field is where the next choice is made.
    form.querySelector("select")?.focus();
  });
  addEventListener("popstate", () => load(location.href));
}
