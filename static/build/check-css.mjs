// Usage: node static/build/check-css.mjs FILE.css
// Fails when the stylesheet refers to a custom property that it does not define.

import { readFileSync } from "node:fs";
import { undefinedProperties } from "./custom-properties.mjs";

const [path] = process.argv.slice(2);
if (!path) {
  console.error("Which stylesheet? Usage: node static/build/check-css.mjs FILE.css");
  process.exit(2);
}
const missing = undefinedProperties(readFileSync(path, "utf8"));
for (const name of missing) console.error(`${path}: ${name} is used and defined nowhere`);
process.exit(missing.length ? 1 : 0);
