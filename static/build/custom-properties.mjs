// What a stylesheet defines and uses in custom properties. A fallback does not excuse an undefined property: it hides
// a rule that was purged by mistake.

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

/** Names, in order, that are used somewhere and defined nowhere. */
export function undefinedProperties(css) {
  const root = postcss.parse(css);
  const defined = new Set();
  root.walkDecls(/^--/, (declaration) => defined.add(declaration.prop));
  return [...usedIn(root)].filter((name) => !defined.has(name)).sort();
}
