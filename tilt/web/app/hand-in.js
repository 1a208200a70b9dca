// Where a room is open, every page offers to hand in what it shows: once more replaces what was handed in before.

import { linkOf } from "../address.js";
import { button, element, setText, uniqueId } from "../dom.js";
import { local } from "../site/reader.js";
import { askOnce } from "./line.js";

/** @typedef {import("../store.js").Store} Store */

const BY = "tilt:by"; // what tells this reader's versions from others', and nothing else of them
const NAMED = "tilt:handed-in-as";

/**
 * Offers to hand in to the rooms that are open.
 * @param {string} address of the rooms
 * @param {Store} store
 */
export async function offerHandIn(address, store) {
  const { rooms } = await askOnce(address, { do: "list" });
  const share = document.querySelector(".tilt-share");
  if (!rooms?.length || !share) return;
  const panel = new HandIn(address, store, rooms);
  share.parentElement?.append(button("Hand in", () => panel.open(), { class: "tilt-button tilt-hand-in", "aria-haspopup": "dialog" }));
}

class HandIn {
  /** @type {string} */ #address;
  /** @type {Store} */ #store;
  #rooms = element("select", { id: uniqueId("room") });
  #name = element("input", { type: "text", maxlength: 60, id: uniqueId("name"), autocomplete: "name", value: local.read(NAMED) ?? "" });
  #status = element("p", { role: "status" });
  /** @type {HTMLDialogElement} */ #dialog;

  /**
   * @param {string} address
   * @param {Store} store
   * @param {{ code: string, name: string }[]} rooms
   */
  constructor(address, store, rooms) {
    this.#address = address;
    this.#store = store;
    this.#rooms.append(...rooms.map(({ code, name }) => element("option", { value: code }, name)));
    const title = uniqueId("hand-in");
    const form = element(
      "form",
      { method: "dialog", class: "tilt-hand-in-form", onsubmit: (/** @type {Event} */ event) => this.#send(event) },
      element("h2", { id: title }, "Hand in your version"),
      element("p", {}, "The host of the room sees what the page shows now, beside the versions of others. Hand in again to replace it."),
      element("p", {}, element("label", { for: this.#rooms.id }, "Room"), " ", this.#rooms),
      element("p", {}, element("label", { for: this.#name.id }, "Your name, if you like"), " ", this.#name),
      element("p", { class: "tilt-hand-in-tools" }, element("button", { type: "submit" }, "Hand in"), button("Close", () => this.#dialog.close())),
      this.#status,
    );
    this.#dialog = element("dialog", { class: "tilt-share-panel tilt-hand-in-panel", "aria-labelledby": title }, form);
    document.body.append(this.#dialog);
  }

  open() {
    setText(this.#status, "");
    this.#dialog.showModal();
  }

  /** @param {Event} event */
  async #send(event) {
    event.preventDefault();
    const name = this.#name.value.trim();
    local.write(NAMED, name || null);
    const version = linkOf(this.#store).split("#")[1] ?? "";
    const request = { do: "hand in", code: this.#rooms.value, by: reader(), name, version };
    /** @type {import("./line.js").Message} */
    const { error, handed, count } = await askOnce(this.#address, request).catch((problem) => ({ error: problem.message }));
    setText(this.#status, error ?? `Handed in to “${handed}”: ${count === 1 ? "the first version" : `${count} versions`} so far.`);
  }
}

/** A number of this browser's own; where nothing can be kept, of this page. */
function reader() {
  const known = local.read(BY) ?? crypto.randomUUID();
  local.write(BY, known);
  return known;
}
