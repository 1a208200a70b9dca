// The places of a page where pictures stand, and what is drawn there.

import { find } from "../dom.js";

/**
 * @import { Picture } from "../engine/types.js"
 * @import { Ruler } from "./ruler.js"
 */

/** @typedef {{ view: any, inner: HTMLElement, width: number, cost: number, rows: import("./pictures-data.js").Rows }} Drawn a live view in a box of its own; what its rows have cost, in ms a draw, and the rows it shows */
/** @typedef {{ figure: HTMLElement, box: HTMLElement, pictures: Picture[], shown: Picture, views: Map<string, Drawn>, near: boolean, ruler?: Ruler }} Slot a place on the page, and whether it is in sight */

/**
 * @param {HTMLElement} figure
 * @param {Picture[]} pictures
 * @returns {Slot[]} one, unless the figure shows nothing that is known
 */
export function slotOf(figure, pictures) {
  const first = pictures.find((p) => p.id === figure.dataset.picture);
  if (!first) return [];
  // One place for the distribution: it shows the chosen finding's.
  const alike = first.kind === "distribution" ? pictures.filter((p) => p.kind === "distribution") : [first];
  return [{ figure, box: find(figure, ".tx-chart"), pictures: alike, shown: first, views: new Map(), near: true }];
}
