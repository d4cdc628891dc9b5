// Begins what Wagtail begins with inline scripts, which the content policy of the admin does not run: choosers, date
// fields, inline panels. Where one stands is said by a <template> (templates/core/admin/start.html), also in a dialog or
// a panel that comes later: Stimulus finds it.
//
// Only these can be named: an attribute that somebody smuggled into a page must not call whatever it likes.
const FUNCTIONS = new Set(["initDateChooser", "initDateTimeChooser", "initTimeChooser", "createTaskChooser"]);
const CLASSES = new Set([
  "Chooser",
  "DocumentChooser",
  "ImageChooser",
  "InlinePanel",
  "MultipleChooserPanel",
  "PageChooser",
  "SnippetChooser",
]);

class Start extends window.StimulusModule.Controller {
  static values = { name: String, id: String, options: Object };

  connect() {
    const given = this.hasIdValue ? [this.idValue, this.optionsValue] : [this.optionsValue];
    if (FUNCTIONS.has(this.nameValue)) window[this.nameValue](...given);
    else if (CLASSES.has(this.nameValue)) new window[this.nameValue](...given);
    this.element.remove(); // what is moved within the page would begin anew
  }
}

window.wagtail.app.register("ogl-start", Start);

// Jcrop, with which Wagtail marks what matters in a picture, finds out about fingers by giving an element an inline script.
document.addEventListener("DOMContentLoaded", () => {
  const jcrop = window.jQuery?.Jcrop;
  if (jcrop) jcrop.defaults.touchSupport = "ontouchstart" in window;
});
