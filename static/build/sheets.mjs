// Sheets for kinds of page that weigh much by themselves: site.css without the rules that their templates give no work.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { transform } from "lightningcss";
import postcss from "postcss";
import { takeFallbacks } from "./custom-properties.mjs";

/** The sheets and the templates that load them; every other page has site.css, which holds all of it. */
export const SHEETS = {
  "home.css": ["pages/home_page.html"],
  "lab.css": ["labs/lab_page.html"],
  "article.css": ["news/news_page.html", "events/event_page.html", "pages/standard_page.html"],
};

// What editors' texts are made of, beside what stands in the templates (ogl_portal/core/rich_text features).
const TAGS_OF_TEXT = ["a", "b", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "s"];
const MORE_TAGS_OF_TEXT = ["strong", "sub", "sup", "ul"];
const INCLUDED = /\{%\s*include\s+"([^"]+)"/g;
const BLOCKS = "blocks";
const EXTENDED = /\{%\s*extends\s+"([^"]+)"/;
const BLOCK_TAG = /\{%\s*(?:block\s+(\w+)|endblock)[^%]*%\}/g;
const CLASS_ATTRIBUTE = /class="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"/gs;

/** The text of a template with the blocks that it fills put into what it extends, and of all that these include. */
function withIncluded(name, templates, seen = new Set()) {
  if (seen.has(name)) return "";
  seen.add(name);
  const text = merged(name, templates);
  const included = [...text.matchAll(INCLUDED)].map(([, inner]) => inner);
  // A body holds whatever blocks its editors choose.
  if (text.includes("include_block")) included.push(...readdirSync(join(templates, BLOCKS)).map((file) => join(BLOCKS, file)));
  return [text, ...included.map((inner) => withIncluded(inner, templates, seen))].join("\n");
}

function merged(name, templates) {
  const text = readFileSync(join(templates, name), "utf8").replace(/\{#.*?#\}/gs, "");
  const [, parent] = text.match(EXTENDED) ?? [];
  if (!parent) return text;
  const own = blocks(text);
  let result = merged(parent, templates);
  for (const { name: block } of blocks(result)) {
    const mine = own.find((one) => one.name === block);
    const theirs = blocks(result).find((one) => one.name === block); // gone with one that it stood in
    if (mine && theirs) result = result.slice(0, theirs.start) + mine.text + result.slice(theirs.end);
  }
  return result;
}

/** The blocks of a template, outermost first: what stands in one is part of its text. */
function blocks(text) {
  const open = [];
  const found = [];
  for (const { 0: tag, 1: name, index } of text.matchAll(BLOCK_TAG)) {
    if (name) {
      const block = { name, start: index, inside: index + tag.length };
      open.push(block);
      found.push(block);
    } else {
      const block = open.pop();
      block.text = text.slice(block.inside, index);
      block.end = index + tag.length;
    }
  }
  return found;
}

/** Which classes and tags these templates can write. `"cover--{{ ground }}"` stands for all that begin so. */
function writtenBy(names, templates) {
  const text = names.map((name) => withIncluded(name, templates)).join("\n");
  const values = [...text.matchAll(CLASS_ATTRIBUTE)].map(([, value]) => value);
  const quoted = [...text.matchAll(/\{[%{].*?[%}]\}/gs)].flatMap(([tag]) => tag.match(/"[^"]*"/g) ?? []);
  const words = new Set([...values, ...quoted].flatMap((value) => value.match(/[\w-]+/g) ?? []));
  const beginnings = values.flatMap((value) => [...value.matchAll(/([\w-]+-)\{\{/g)].map(([, start]) => start));
  const tags = new Set([...text.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
  for (const tag of [...TAGS_OF_TEXT, ...MORE_TAGS_OF_TEXT, "html"]) tags.add(tag);
  return {
    hasClass: (asked) => words.has(asked) || beginnings.some((start) => asked.startsWith(start)),
    hasTag: (asked) => tags.has(asked),
  };
}

/** The selector without the alternatives that match nothing; null where nothing is left. */
function reachable(selector, written) {
  const kept = [];
  for (const part of selector) {
    if (part.type === "class" && !written.hasClass(part.name)) return null;
    if (part.type === "type" && !written.hasTag(part.name)) return null;
    if (part.type === "pseudo-class" && ["is", "where", "has"].includes(part.kind)) {
      const selectors = part.selectors.map((inner) => reachable(inner, written)).filter(Boolean);
      if (!selectors.length) return null;
      // Fewer alternatives may weigh less: as many as there were stay where one that weighs more would go.
      kept.push(weight(selectors) === weight(part.selectors) ? { ...part, selectors } : part);
    } else kept.push(part);
  }
  return kept;
}

const weight = (selectors) => Math.max(...selectors.map(weightOfOne));

function weightOfOne(selector) {
  const weights = selector.map((part) => {
    if (part.type === "id") return 10_000;
    if (part.type === "type" || part.type === "pseudo-element") return 1;
    if (part.type === "pseudo-class" && part.selectors) return part.kind === "where" ? 0 : weight(part.selectors);
    return ["class", "attribute", "pseudo-class"].includes(part.type) ? 100 : 0;
  });
  return weights.reduce((sum, one) => sum + one, 0);
}

const GONE = "matches-nothing";

/** `css` for these templates: rules that none of their elements can ever meet are left out, the order stays. */
export function sheetFor(css, names, templates) {
  const written = writtenBy(names, templates);
  const { code } = transform({
    filename: "sheet.css",
    code: Buffer.from(css),
    visitor: { Selector: (selector) => reachable(selector, written) ?? [{ type: "class", name: GONE }] },
  });
  const root = postcss.parse(code.toString());
  root.walkRules((rule) => {
    if (/keyframes$/.test(rule.parent.name ?? "")) return;
    const kept = rule.selectors.filter((selector) => selector !== `.${GONE}`);
    if (kept.length) rule.selectors = kept;
    else rule.remove();
  });
  return takeFallbacks(root.toString());
}
