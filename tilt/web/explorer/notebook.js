// The explorer in a notebook or in Voilà, which have no Share: its foot hands out the file. Its keys stay its own.

import { button } from "../dom.js";
import { saveFile } from "../file.js";
import { keepKeys } from "../keys.js";
import { mount as mountExplorer } from "./explorer.js";

/**
 * @param {HTMLElement} host
 * @param {import("../engine/types.js").Payload} payload
 * @param {import("./explorer.js").Options} options
 */
export function mount(host, payload, options) {
  const save = (/** @type {import("../store.js").Store} */ store) => button("Download scenario (YAML)", () => saveFile(store, payload.edition.name));
  const explorer = mountExplorer(host, payload, { ...options, foot: (store) => [save(store)] });
  const freeKeys = keepKeys(host);
  return {
    ...explorer,
    destroy: () => {
      freeKeys();
      explorer.destroy();
    },
  };
}
