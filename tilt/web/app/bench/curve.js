// The curve of a result, drawn as the page's own is.

import { element } from "../../dom.js";

/**
 * @param {HTMLElement} box
 * @param {string} text the chart's specification
 * @param {Record<string, object[]>} rows by the name of their data
 */
export async function drawIn(box, text, rows) {
  const spec = JSON.parse(text);
  for (const data of spec.data) if (rows[data.name]) data.values = rows[data.name];
  const { View, parse } = await import(new URL("../../vega.js", import.meta.url).href);
  const inner = element("div");
  spec.width = box.clientWidth || spec.width;
  await new View(parse(spec), { renderer: "svg", container: inner, hover: false }).runAsync();
  box.replaceChildren(inner);
}
