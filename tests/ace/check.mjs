// What Ace by DAISY finds in books: their files are named on the command line.
// Standard output: {file: [{document, rule, impact, says}, …]}. The browser is the one in PUPPETEER_EXECUTABLE_PATH.
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

const found = {};
for (const path of process.argv.slice(2)) {
  const folder = mkdtempSync(join(tmpdir(), "ace-"));
  try {
    const [, report] = await ace(path, { cwd: process.cwd(), outdir: folder, silent: true, initLogger: true }, runner);
    found[path] = report.assertions.flatMap((document) =>
      document.assertions.map((assertion) => ({
        document: document["earl:testSubject"].url,
        rule: assertion["earl:test"]["dct:title"],
        impact: assertion["earl:test"]["earl:impact"],
        says: assertion["earl:result"]["dct:description"],
      })),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
process.stdout.write(JSON.stringify(found), () => process.exit(0));
