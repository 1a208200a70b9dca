// Takes every path in one Firefox, each in a context of its own: the browser and the site's address as arguments, what is
// to be found as JSON on the input. Says as JSON what went wrong on each path, nothing where all went well.

import process from "node:process";

import { PATHS } from "./paths.js";
import { Visit, WIDE, launch } from "./visit.js";

const [executable, origin] = process.argv.slice(2);
let text = "";
for await (const part of process.stdin) text += part;
const given = JSON.parse(text);

const browser = await launch(executable);
/** @type {Record<string, { wrong: string, seconds: number }>} */
const found = {};
try {
  for (const [name, path] of Object.entries(PATHS)) {
    const begun = performance.now();
    const context = await browser.createBrowserContext();
    let wrong = "";
    try {
      const visit = new Visit(await context.newPage(), origin);
      await visit.resize(WIDE);
      await path(visit, (address) => visit.page.goto(`${origin}/${address}`, { waitUntil: "load" }), given);
      visit.quiet();
    } catch (error) {
      wrong = String(error);
    }
    await context.close();
    found[name] = { wrong, seconds: (performance.now() - begun) / 1000 };
  }
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(found));
