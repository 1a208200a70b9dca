// The page of a room's host: opens a room, and shows what the versions handed in find, finding by finding, while they come.

import { button, element, idle, setText, uniqueId } from "../dom.js";
import { readHash } from "../scenario.js";
import { Judge } from "../site/judge.js";
import { session } from "../site/reader.js";
import { Store } from "../store.js";
import { bookOf } from "../values.js";
import { openLine } from "./line.js";
import { asCsv, spread } from "./spread.js";

/**
 * @import { Whole } from "../types.js"
 * @typedef {{ name: string, version: string }} Handed
 * @typedef {{ name: string, version: string, shares: Map<string, number>, moved: string[] }} Judged by claim and finding
 */

const KEPT = "tilt:room"; // the room that this tab is host of, through a reload

export class RoomPage {
  /** @type {HTMLElement} */ #place;
  /** @type {string} */ #address;
  /** @type {Whole} */ #whole;
  /** @type {Judge} */ #judge;
  /** @type {{ code: string, key: string, name: string } | null} */ #room = null;
  /** @type {((message: Record<string, any>) => void) | null} */ #send = null;
  /** @type {Map<string, Judged>} by version */ #known = new Map();
  /** @type {Judged[]} */ #judged = [];
  #turn = 0;
  #status = element("p", { role: "status" });
  #found = element("div", { class: "tilt-spread" });

  /**
   * @param {HTMLElement} place
   * @param {string} address of the rooms
   * @param {Whole} whole
   */
  constructor(place, address, whole) {
    this.#place = place;
    this.#address = address;
    this.#whole = whole;
    this.#judge = new Judge(whole);
    const kept = session.read(KEPT);
    if (kept) this.#again(JSON.parse(kept));
    else this.#offer();
  }

  #offer(says = "") {
    const name = element("input", { type: "text", maxlength: 60, id: uniqueId("room"), required: true });
    const open = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#connect({ do: "open", name: name.value.trim() });
    };
    const form = element("form", { onsubmit: open }, element("label", { for: name.id }, "Name of the room"), " ", name, " ", element("button", { type: "submit", class: "tilt-button" }, "Open it"));
    setText(this.#status, says);
    this.#place.replaceChildren(form, this.#status);
  }

  /** @param {{ code: string, key: string, name: string }} room that was open before */
  #again(room) {
    this.#room = room;
    this.#connect({ do: "host", code: room.code, key: room.key });
  }

  /** @param {Record<string, any>} first */
  async #connect(first) {
    try {
      const ended = () => setText(this.#status, "The server cannot be reached any more; what is shown stays. Reload to try again.");
      this.#send = await openLine(this.#address, (message) => this.#hear(message), ended);
      this.#send(first);
    } catch (problem) {
      setText(this.#status, /** @type {Error} */ (problem).message);
    }
  }

  /** @param {Record<string, any>} message */
  #hear({ opened, versions, closed, error }) {
    if (opened) {
      this.#room = opened;
      session.write(KEPT, JSON.stringify(opened));
      this.#stand();
    }
    if (versions) {
      if (!this.#found.isConnected) this.#stand();
      this.#show(versions);
    }
    if (closed !== undefined || error) {
      session.write(KEPT, null);
      this.#offer(error ?? `“${closed}” is closed, and its versions are gone.`);
    }
  }

  #stand() {
    const room = this.#room;
    if (!room) return;
    const close = () => this.#send?.({ do: "close", code: room.code, key: room.key });
    this.#place.replaceChildren(
      element("h2", {}, room.name),
      element("p", {}, "Readers find ", element("strong", {}, "Hand in"), " under the book’s name on every page of ", element("a", { href: "book/index.html" }, new URL("book/index.html", location.href).href), "."),
      element("p", { class: "tilt-hand-in-tools" }, button("Download", () => this.#download(), { class: "tilt-button" }), button("Close the room", close, { class: "tilt-button" })),
      this.#status,
      this.#found,
    );
  }

  /** @param {Handed[]} versions */
  async #show(versions) {
    const turn = ++this.#turn;
    setText(this.#status, versions.length ? `${versions.length} ${versions.length === 1 ? "version" : "versions"} handed in.` : "Nothing has been handed in yet.");
    /** @type {Judged[]} */
    const judged = [];
    for (const { name, version } of versions) {
      const known = this.#known.get(version) ?? (await this.#judgement(version));
      if (turn !== this.#turn) return;
      this.#known.set(version, known);
      judged.push({ ...known, name });
    }
    this.#judged = judged;
    this.#found.replaceChildren(...spread(this.#whole.claims, judged));
  }

  /**
   * What a version finds: all findings of all claims.
   * @param {string} version
   * @returns {Promise<Judged>}
   */
  async #judgement(version) {
    const book = bookOf(this.#whole);
    const { values } = readHash(version, book.assumptions);
    const store = new Store(book, { mine: values });
    const shares = new Map();
    for (const claim of this.#whole.claims) {
      const moved = claim.inputs.some((id) => store.moved(id));
      const found = moved ? await this.#judge.verdicts(claim, store) : claim.default;
      claim.findings.forEach((f, k) => shares.set(`${claim.slug} ${f.id}`, found[k].credence));
      if (moved) await idle(100);
    }
    return { name: "", version, shares, moved: Object.keys(store.values) };
  }

  #download() {
    const text = asCsv(this.#whole.claims, this.#judged, location.origin + new URL("book/index.html", location.href).pathname);
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: `${this.#room?.name ?? "room"}.csv` });
    link.click();
    URL.revokeObjectURL(link.href);
  }
}
