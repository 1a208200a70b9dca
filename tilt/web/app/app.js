// What the book's pages have besides where the app serves them: a panel of Python under each explorer. The website does not
// load it.

import { opened } from "../site/reader.js";
import { offerHandIn } from "./hand-in.js";
import { Panel } from "./panel.js";
import { RoomPage } from "./room.js";

/** @typedef {import("./panel.js").Judged} Judged */

/** @param {string} name of a line that the app answers */
function line(name) {
  const address = new URL(`../../${name}`, import.meta.url);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("../app.css", import.meta.url).href;
document.head.append(sheet);

const explorer = document.querySelector("tilt-explorer[data-claim]");
if (explorer) {
  /** @type {Judged[]} */
  let judged = defaults(explorer);
  explorer.addEventListener("tilt-change", (event) => {
    judged = /** @type {CustomEvent} */ (event).detail.verdicts;
  });
  opened.then((store) => {
    const panel = new Panel(explorer.getAttribute("data-claim") ?? "", store, () => judged, line("python"));
    explorer.after(panel.node);
  });
}

opened.then((store) => offerHandIn(line("rooms"), store)).catch(() => {}); // no rooms, no offer

const place = document.querySelector(".tilt-room");
if (place) import(new URL("../whole.js", import.meta.url).href).then(({ default: whole }) => new RoomPage(/** @type {HTMLElement} */ (place), line("rooms"), whole));

/**
 * The book's own verdicts, which the page shows until something is moved.
 * @param {Element} host
 * @returns {Judged[]}
 */
function defaults(host) {
  const { default: book, findings } = JSON.parse(host.querySelector("script.tilt-payload")?.textContent ?? "");
  return book.verdicts.map((/** @type {any} */ v, /** @type {number} */ k) => ({
    id: v.finding,
    title: findings[k].title,
    credence: v.credence,
    error: v.standard_error,
  }));
}
