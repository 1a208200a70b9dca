// The charts given as JSON, drawn by the page's Vega without a page: their SVG as JSON.

import process from "node:process";
import { pathToFileURL } from "node:url";

const { View, parse } = await import(pathToFileURL(process.argv[2]).href);
let text = "";
for await (const part of process.stdin) text += part;
const drawn = [];
for (const spec of JSON.parse(text)) {
  const view = new View(parse(spec), { renderer: "none" });
  await view.runAsync();
  drawn.push(await view.toSVG());
}
process.stdout.write(JSON.stringify(drawn));
