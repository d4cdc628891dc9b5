// Opens addresses in Firefox and asks each page the questions that came in; one JSON object a line on the way out.
//
// In: {executable, site, addresses, questions: [{name, script, width, height, forced}]}, by standard input. The scripts are
// functions without arguments that return a list of what is wrong. Out: {address, faults: {name: [...]}, complaints: [...]}.

import { text } from "node:stream/consumers";
import puppeteer from "puppeteer-core";

const { executable, site, addresses, questions } = JSON.parse(await text(process.stdin));

const launch = (forced) =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: executable,
    headless: true,
    // 2: the colours of the reader in place of those of the page, as in the high contrast of Windows.
    extraPrefsFirefox: { "intl.accept_languages": "de", ...(forced && { "browser.display.document_color_use": 2 }) },
  });

const browsers = { false: await launch(false), true: await launch(true) };
try {
  for (const address of addresses) {
    const result = { address, faults: {}, complaints: [], broken_off: "" };
    try {
      for (const { name, script, width, height, forced } of questions) {
        const page = await browsers[Boolean(forced)].newPage();
        page.on("pageerror", (error) => result.complaints.push(error.message));
        await page.setViewport({ width, height });
        await page.goto(site + address, { waitUntil: "load" });
        const found = await page.evaluate(`(${script})()`);
        if (found.length) result.faults[name] = found;
        await page.close();
      }
    } catch (error) {
      result.broken_off = error.message;
    }
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
} finally {
  await Promise.all(Object.values(browsers).map((browser) => browser.close()));
}
