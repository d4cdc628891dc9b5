// Asks for the state of work that goes on in the background, and loads the page anew when one piece is through.
const POLL_MS = 1000;
const LATER_MS = 5000; // after an answer that told nothing: the server starts anew, or the network is gone

const followed = new WeakSet();

async function stateOf(element) {
  try {
    const response = await fetch(element.dataset.progressUrl, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

async function follow(element) {
  if (!element.isConnected) return;
  const state = await stateOf(element);
  if (state?.done) return window.location.reload();
  if (state) {
    element.querySelector("progress").value = state.progress;
    element.querySelector("span").textContent = state.stage;
  }
  setTimeout(() => follow(element), state ? POLL_MS : LATER_MS);
}

function look() {
  for (const element of document.querySelectorAll("[data-progress-url]")) {
    if (followed.has(element)) continue;
    followed.add(element);
    follow(element);
  }
}

// Also what comes into the page later: parts of it may be replaced.
new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
look();
