// Raised and lowered characters of pasted text (m², CO₂, marks of footnotes). The editor knows them as formats, but
// Draft.js drops <sup> and <sub> of whatever is pasted, so that »300 m²« becomes »300 m2«. Where Unicode has the
// characters, they are put in their place before Draft.js sees the text; the other ones stay plain.
const shifted = {
  super: new Map([..."0123456789+-−=()ni"].map((plain, place) => [plain, [..."⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"][place]])),
  sub: new Map([..."0123456789+-−=()"].map((plain, place) => [plain, [..."₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"][place]])),
};
// Word writes elements, Google Docs styles.
const marked = {
  super: 'sup, [style*="vertical-align:super"], [style*="vertical-align: super"]',
  sub: 'sub, [style*="vertical-align:sub"], [style*="vertical-align: sub"]',
};

// The HTML with characters in place of markup; empty where there is nothing to replace.
function withCharacters(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  let isChanged = false;
  for (const kind of ["super", "sub"]) {
    for (const element of page.querySelectorAll(marked[kind])) {
      const characters = [...element.textContent.trim()].map((plain) => shifted[kind].get(plain));
      if (characters.length && characters.every(Boolean) && !element.querySelector('a[href^="http"]')) {
        element.replaceWith(characters.join(""));
        isChanged = true;
      }
    }
  }
  return isChanged ? page.documentElement.outerHTML : "";
}

document.addEventListener(
  "paste",
  (event) => {
    const html = event.target.closest?.(".public-DraftEditor-content") && event.clipboardData?.getData("text/html");
    const better = html && withCharacters(html);
    if (!better) return; // the event that follows has nothing left to replace
    event.preventDefault();
    event.stopImmediatePropagation();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", better);
    clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
    event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  },
  true,
);
