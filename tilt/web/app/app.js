// What the book's pages have besides where the app serves them: a panel of Python under each explorer. The website does not
// load it.

import { openStore, opened } from "../site/reader.js";
import { bookOf } from "../values.js";
import { offerHandIn } from "./hand-in.js";
import { panel } from "./panel.js";
import { Python } from "./python.js";
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
    explorer.after(panel(explorer.getAttribute("data-claim") ?? "", store, () => judged, new Python(line("python"))));
  });
}

opened.then((store) => offerHandIn(line("rooms"), store)).catch(() => {}); // no rooms, no offer

const whole = async () => (await import(new URL("../whole.js", import.meta.url).href)).default;
const room = /** @type {HTMLElement | null} */ (document.querySelector(".tilt-room"));
if (room) whole().then((data) => new RoomPage(room, line("rooms"), data));

const bench = /** @type {HTMLElement | null} */ (document.querySelector(".tilt-bench-asked"));
if (bench) work(bench);

/** @param {HTMLElement} place */
async function work(place) {
  const data = await whole();
  const { openWorkbench } = await import("./bench/workbench.js");
  openWorkbench(place, openStore(bookOf(data)), data, new Python(line("python")));
}

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
