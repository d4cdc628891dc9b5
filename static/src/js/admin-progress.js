// Asks for the state of files that are being checked, and loads the page anew when one is through.
const POLL_MS = 1000;

async function follow(element) {
  const response = await fetch(element.dataset.progressUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const state = await response.json();
  if (state.done) {
    window.location.reload();
    return;
  }
  element.querySelector("progress").value = state.progress;
  element.querySelector("span").textContent = state.stage;
  setTimeout(() => follow(element), POLL_MS);
}

document.querySelectorAll("[data-progress-url]").forEach(follow);
