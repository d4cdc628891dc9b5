// What a stylesheet defines and uses in custom properties. A fallback does not excuse an undefined property: it hides
// a rule that was dropped by mistake.

import postcss from "postcss";

const USE = /var\(\s*(--[\w-]+)/g;

function usedIn(root) {
  const used = new Set();
  root.walkDecls((declaration) => {
    for (const [, name] of declaration.value.matchAll(USE)) used.add(name);
  });
  return used;
}

/** Removes definitions that nothing refers to, and then those that only they referred to. */
export function dropUnusedProperties(css) {
  const root = postcss.parse(css);
  for (let removed = true; removed; ) {
    removed = false;
    const used = usedIn(root);
    root.walkDecls(/^--/, (declaration) => {
      if (used.has(declaration.prop)) return;
      declaration.remove();
      removed = true;
    });
  }
  root.walkRules((rule) => {
    if (!rule.nodes.length) rule.remove();
  });
  return root.toString();
}

// Where the reference `var(--name` that begins at `start` ends, its fallback and nested brackets included.
function endOfReference(value, start) {
  for (let at = start, depth = 0; at < value.length; at++) {
    if (value[at] === "(") depth++;
    if (value[at] === ")" && --depth === 0) return at + 1;
  }
  throw new Error(`A bracket is left open in ${value}`);
}

function withReferences(value, replacement) {
  let result = "";
  let at = 0;
  for (const match of value.matchAll(USE)) {
    if (match.index < at) continue; // in a fallback that went
    const end = endOfReference(value, match.index);
    const fallback = value.slice(match.index + match[0].length, end - 1).replace(/^\s*,\s*/, "");
    result += value.slice(at, match.index) + (replacement(match[1], fallback || undefined) ?? value.slice(match.index, end));
    at = end;
  }
  return result + value.slice(at);
}

/**
 * Puts the value in place of its name wherever a property has one value in the whole sheet and that is no longer than a
 * reference to it, or is asked for once. What is defined everywhere needs no fallback.
 */
export function inlineConstants(css) {
  const root = postcss.parse(css);
  const definitions = new Map();
  root.walkDecls(/^--/, (declaration) => {
    definitions.set(declaration.prop, [...(definitions.get(declaration.prop) ?? []), declaration]);
  });
  const isGlobal = ({ parent: rule }) => rule.selector === ":root" && rule.parent.name !== "media";
  for (let changed = true; changed; ) {
    changed = false;
    const uses = new Map();
    root.walkDecls((declaration) => {
      for (const [, name] of declaration.value.matchAll(USE)) uses.set(name, (uses.get(name) ?? 0) + 1);
    });
    const constants = new Map();
    for (const [name, found] of definitions) {
      const [{ value }] = found;
      if (found.length > 1 || !isGlobal(found[0]) || value.includes("var(")) continue;
      if (uses.get(name) === 1 || value.length <= name.length + "var()".length) constants.set(name, value);
    }
    root.walkDecls((declaration) => {
      const value = withReferences(declaration.value, (name) =>
        constants.get(name) ?? (definitions.get(name)?.some(isGlobal) ? `var(${name})` : undefined),
      );
      if (value === declaration.value) return;
      declaration.value = value;
      changed = true;
    });
  }
  return root.toString();
}

/** Puts the fallback in place of what no rule of the sheet defines: its part of the whole sheet was left out. */
export function takeFallbacks(css) {
  const root = postcss.parse(css);
  const defined = new Set();
  root.walkDecls(/^--/, (declaration) => defined.add(declaration.prop));
  root.walkDecls((declaration) => {
    declaration.value = withReferences(declaration.value, (name, fallback) => (defined.has(name) ? undefined : fallback));
  });
  return root.toString();
}

/** Names, in order, that are used somewhere and defined nowhere. */
export function undefinedProperties(css) {
  const root = postcss.parse(css);
  const defined = new Set();
  root.walkDecls(/^--/, (declaration) => defined.add(declaration.prop));
  return [...usedIn(root)].filter((name) => !defined.has(name)).sort();
}
