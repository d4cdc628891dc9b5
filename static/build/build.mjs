// Builds static/dist from static/src and KERN's sources: the stylesheets, two fonts, the pictures and the scripts.
//
// KERN gives its measures and colours: custom properties that nothing refers to go, those with one value are written out,
// and check-css.mjs refuses a stylesheet that refers to one that is gone. sheets.mjs cuts smaller sheets out of site.css.

import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { compile } from "sass";
import { Features, browserslistToTargets, transform } from "lightningcss";
import { dropUnusedProperties, inlineConstants, undefinedProperties } from "./custom-properties.mjs";
import { SHEETS, sheetFor } from "./sheets.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const SRC = join(ROOT, "static/src");
const DIST = join(ROOT, "static/dist");
// oklch(), :has() and layers are plain CSS from these versions on; nothing is rewritten for older browsers,
// which get the unstyled but complete page.
const TARGETS = browserslistToTargets(["chrome 111", "firefox 121", "safari 16.4"]);

function filesBelow(folder, extensions) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => extensions.some((extension) => path.endsWith(extension)) && statSync(path).isFile());
}

function compiled(name) {
  const { css } = compile(join(SRC, "scss", name), { loadPaths: [join(ROOT, "node_modules")], quietDeps: true });
  return css.replace('@charset "UTF-8";', "");
}

const wholeCss = () => `@layer kern, site, modes;\n@layer kern{${compiled("kern.scss")}}\n${compiled("site.scss")}`;

function small(css, name) {
  const { code } = transform({
    filename: name,
    code: Buffer.from(dropUnusedProperties(inlineConstants(dropUnusedProperties(css)))),
    minify: true,
    targets: TARGETS,
    exclude: Features.LightDark,
  });
  if (code.includes("data:")) throw new Error(`${name} holds a data: address, which the content policy refuses.`);
  const missing = undefinedProperties(code.toString());
  if (missing.length) throw new Error(`${name} uses custom properties that nothing defines: ${missing.join(", ")}`);
  return code;
}

// The stylesheet as if the device always asked for this scheme: the pattern library shows both (templates/pattern_library).
function inScheme(css, scheme) {
  return css
    .replaceAll("color-scheme:light dark", `color-scheme:${scheme}`)
    .replace(/\(prefers-color-scheme:(light|dark)\)/g, (_, asked) => (asked === scheme ? "(width>=0)" : "(width<0)"));
}

// The new folder is made beside the old one and takes its place when it is whole: a failed build leaves what was there.
const started = Date.now();
const fresh = `${DIST}.new`;
rmSync(fresh, { recursive: true, force: true });
cpSync(SRC, fresh, { recursive: true, filter: (path) => path !== join(SRC, "scss") });
const whole = wholeCss();
const css = small(whole, "site.css");
writeFileSync(join(fresh, "site.css"), css);
for (const [name, names] of Object.entries(SHEETS)) {
  writeFileSync(join(fresh, name), small(sheetFor(whole, names, join(ROOT, "templates")), name));
}
for (const scheme of ["light", "dark"]) writeFileSync(join(fresh, `site-${scheme}.css`), inScheme(css.toString(), scheme));
rmSync(DIST, { recursive: true, force: true });
renameSync(fresh, DIST);

for (const path of filesBelow(DIST, [".css", ".woff2", ".svg", ".png", ".js"])) {
  console.log(`${relative(ROOT, path)}  ${statSync(path).size.toLocaleString("en")} bytes`);
}
for (const name of ["site.css", ...Object.keys(SHEETS)]) {
  console.log(`${name} with brotli ${brotliCompressSync(readFileSync(join(DIST, name))).length.toLocaleString("en")} bytes`);
}
console.log(`built in ${Date.now() - started} ms`);
