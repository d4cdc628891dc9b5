/* The editor of texts writes names of keys into its buttons itself, in English: as they are labelled here instead. */
const NAMES = [[/\bCtrl\b/g, "Strg"], [/\bShift\b/g, "Umschalt"]]

const inGerman = (event) => {
  const button = event.target.closest?.("[data-draftail-balloon]")
  if (!button) return
  for (const name of ["data-draftail-balloon", "aria-label", "title"]) {
    const text = button.getAttribute(name)
    if (text) button.setAttribute(name, NAMES.reduce((said, [key, label]) => said.replace(key, label), text))
  }
}

/* Before a button is read out or shows its name it gets the focus or the pointer. */
document.addEventListener("focusin", inGerman, true)
document.addEventListener("pointerover", inGerman, true)
