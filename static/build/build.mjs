// Builds static/dist from static/src and KERN's sources: one stylesheet, two fonts, the pictures and the scripts.
//
// KERN is compiled from its SCSS, then cut down to the classes that the templates use; our own partials stay whole.
// Custom properties that nothing refers to go, and check-css.mjs refuses a stylesheet that refers to one that is gone.

import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { compile } from "sass";
import { PurgeCSS } from "purgecss";
import { Features, browserslistToTargets, transform } from "lightningcss";
import postcss from "postcss";
import { dropUnusedProperties, undefinedProperties } from "./custom-properties.mjs";

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

// States of KERN's buttons that the site has no use for.
const UNUSED_STATES = /disabled|sr-only|kern-icon|x-small/;

function dropUnusedStates(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => !UNUSED_STATES.test(selector.replace(/:not\([^)]*\)/g, "")));
    if (kept.length) rule.selectors = kept;
    else rule.remove();
  });
  root.walkAtRules("charset", (rule) => rule.remove());
  return root.toString();
}

async function purgedKern() {
  const css = compile(join(SRC, "scss/kern.scss"), { loadPaths: [join(ROOT, "node_modules")], quietDeps: true }).css;
  const content = filesBelow(join(ROOT, "templates"), [".html"]);
  const [result] = await new PurgeCSS().purge({
    content: content.map((path) => ({ raw: readFileSync(path, "utf8"), extension: "html" })),
    css: [{ raw: css }],
    safelist: ["kern-layer", "kern-level-0", "body"],
  });
  return dropUnusedStates(result.css);
}

async function buildCss() {
  const own = compile(join(SRC, "scss/site.scss"), { loadPaths: [join(ROOT, "node_modules")], quietDeps: true }).css;
  const whole = `@layer kern, site, modes;\n@layer kern{${await purgedKern()}}\n${own}`;
  const { code } = transform({
    filename: "site.css",
    code: Buffer.from(dropUnusedProperties(whole)),
    minify: true,
    targets: TARGETS,
    exclude: Features.LightDark,
  });
  if (code.includes("data:")) throw new Error("site.css holds a data: address, which the content policy refuses.");
  const missing = undefinedProperties(code.toString());
  if (missing.length) throw new Error(`site.css uses custom properties that nothing defines: ${missing.join(", ")}`);
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
const css = await buildCss();
writeFileSync(join(fresh, "site.css"), css);
for (const scheme of ["light", "dark"]) writeFileSync(join(fresh, `site-${scheme}.css`), inScheme(css.toString(), scheme));
rmSync(DIST, { recursive: true, force: true });
renameSync(fresh, DIST);

const brotli = brotliCompressSync(css).length;
for (const path of filesBelow(DIST, [".css", ".woff2", ".svg", ".png", ".js"])) {
  console.log(`${relative(ROOT, path)}  ${statSync(path).size.toLocaleString("en")} bytes`);
}
console.log(`site.css with brotli ${brotli.toLocaleString("en")} bytes; built in ${Date.now() - started} ms`);
