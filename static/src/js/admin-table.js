// German words for the menu of the table editor: Handsontable brings English ones, and looks for others under the
// language that the block asks for (core/blocks/table.py). Without it, the menu is English.
const words = {
  insertRowAbove: "Zeile darüber einfügen",
  insertRowBelow: "Zeile darunter einfügen",
  insertColumnOnTheLeft: "Spalte links einfügen",
  insertColumnOnTheRight: "Spalte rechts einfügen",
  removeRow: ["Zeile löschen", "Zeilen löschen"],
  removeColumn: ["Spalte löschen", "Spalten löschen"],
  undo: "Rückgängig",
  redo: "Wiederholen",
};
window.Handsontable?.languages.registerLanguageDictionary({
  languageCode: "de-DE",
  ...Object.fromEntries(Object.entries(words).map(([name, word]) => [`ContextMenu:items.${name}`, word])),
});
