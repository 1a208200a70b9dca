// A reader's own file of runs or horizons: read and made small in the page, refitted by Python, and taken up if they like.

import { button, element, uniqueId } from "../../dom.js";
import { number } from "../../format.js";
import { slim } from "./slim.js";

/** @typedef {import("./ways.js").Way} Way */

const LARGEST = 100_000_000; // bytes that are read here
const SENT = 5_000_000; // bytes that Python takes
const SAMPLES = [100, 300, 1000];

/**
 * @param {import("./workbench.js").Bench} bench
 * @returns {Way}
 */
export function refitting({ store }) {
  const file = element("input", { type: "file", accept: ".jsonl,.csv", id: uniqueId("runs") });
  const samples = element("select", { id: uniqueId("samples") }, ...SAMPLES.map((n) => element("option", { value: n, selected: n === 300 }, number(n, 4))));
  const now = () => "a file"; // nothing of the page moves it
  let name = "";
  return {
    name: "Refit",
    controls: [element("label", { for: file.id }, "File"), file, element("label", { for: samples.id }, "Resamples"), samples],
    now,
    title: () => `${name}, all other inputs at the book’s defaults`,
    async ask() {
      const given = file.files?.[0];
      if (!given) throw new Error("Choose a file: METR’s runs (.jsonl), runs counted per model and task (.csv), or a table of horizons (.csv).");
      name = given.name;
      return { of: now(), request: { name, text: await read(given), samples: Number(samples.value) } };
    },
    after: ({ inputs }) => taking(store, inputs ?? []),
  };
}

/** @param {File} file */
async function read(file) {
  const too = (/** @type {number} */ size, /** @type {number} */ most) => new Error(`“${file.name}” has ${number(size, 9)} bytes; up to ${number(most, 9)} are read.`);
  if (file.size > LARGEST) throw too(file.size, LARGEST);
  const text = await file.text();
  const small = /\.jsonl$/i.test(file.name) ? slim(text) : text;
  const size = new Blob([small]).size;
  if (size > SENT) throw too(size, SENT);
  return small;
}

/**
 * Offers to set what follows from the file through the whole book.
 * @param {import("../../store.js").Store} store
 * @param {{ id: string, refitted: [number, number] | null }[]} inputs
 */
function taking(store, inputs) {
  const values = Object.fromEntries(inputs.flatMap(({ id, refitted }) => (refitted ? [[id, refitted]] : [])));
  if (!Object.keys(values).length) return [];
  const status = element("span", { role: "status" });
  const undo = button("Undo", () => {
    store.undo();
    status.textContent = "";
    undo.hidden = true;
  }, { hidden: true });
  const take = button("Set these intervals in my version", () => {
    store.setAll(values);
    status.textContent = " They now hold in every chapter. ";
    undo.hidden = false;
  });
  return [element("p", {}, take, status, undo)];
}
