// A version of the assumptions as a file, in the form of data/scenarios/, to keep and to hand to `tilt verdicts --scenario`.

import { element } from "./dom.js";
import { exact } from "./format.js";
import { inWords, isTie } from "./scales.js";

/** @typedef {import("./types.js").Assumption} Assumption */
/** @typedef {import("./types.js").Assumptions} Assumptions */
/** @typedef {import("./types.js").Stated} Stated */
/** @typedef {import("./types.js").Values} Values */

/**
 * A scenario file as data/scenarios/ holds them, for `tilt verdicts --scenario FILE`. JSON strings are YAML strings.
 * @param {{ name: string, title: string, text: string, values: Values, reasons?: Record<string, string> }} scenario
 * @param {Assumptions} assumptions
 */
export function toYaml({ name, title, text, values, reasons = {} }, assumptions) {
  const changes = [...assumptions.values()].flatMap((a) => {
    const stated = values[a.id];
    if (!stated) return [];
    const reason = reasons[a.id] ?? `Set by a reader; the book’s default was ${inWords(a, a.interval)}.`;
    const unit = a.scale === "choice" || isTie(stated) ? [] : [`    unit: ${JSON.stringify(a.unit)}`];
    return [[`  ${a.id}:`, `    ${yamlSetting(a, stated)}`, ...unit, `    reason: ${JSON.stringify(reason)}`].join("\n")];
  });
  return [
    `name: ${JSON.stringify(name)}`,
    `title: ${JSON.stringify(title)}`,
    `text: ${JSON.stringify(text)}`,
    changes.length ? `changes:\n${changes.join("\n")}` : "changes: {}",
    "",
  ].join("\n");
}

/**
 * @param {Assumption} a
 * @param {Stated} setting
 */
function yamlSetting(a, setting) {
  if (isTie(setting)) return `same_as: ${setting.sameAs}`;
  if (a.scale !== "choice") return `interval: [${setting.map(exact).join(", ")}]`;
  return `weights: {${(a.options ?? []).map((o, k) => `${JSON.stringify(o.name)}: ${exact(setting[k] ?? 0)}`).join(", ")}}`;
}

/**
 * Hands what is shown to the reader as a file, with its name, note and reasons.
 * @param {import("./store.js").Store} store
 * @param {string} edition
 */
export function saveFile({ scenario, values, book, about }, edition) {
  const named = scenario && Object.keys(values).length ? scenario : null;
  const given = Object.fromEntries(Object.entries(named?.changes ?? {}).map(([id, c]) => [id, c.reason]));
  const name = named?.name ?? (plainName(about.name) || "mine");
  const title = about.name || (named?.title ?? "My assumptions");
  const text = `${about.note || (named?.text ?? "Values set in the explorer.")} Edition ${edition}.`;
  download(`tilt-${name}.yaml`, toYaml({ name, title, text, values, reasons: { ...given, ...about.reasons } }, book.assumptions));
}

/**
 * A title as a name of a file.
 * @param {string} title
 */
function plainName(title) {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 40);
}

/**
 * Hands something to the reader as a file.
 * @param {string} name
 * @param {string | Blob} content
 */
export function download(name, content) {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: "application/yaml" }));
  const anchor = element("a", { href: url, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
