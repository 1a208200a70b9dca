// The workbench where the app serves it: every result of the page can be had of the reader's own version, of any finding,
// and of files of their own.

import { element, find, uniqueId } from "../../dom.js";
import { under, whose } from "../../notes.js";
import { Asking } from "../asking.js";
import { download } from "../../file.js";
import { WAYS } from "./ways.js";
import { drawIn } from "./curve.js";

/**
 * @import { Store } from "../../store.js"
 * @import { Whole, WholeClaim } from "../../types.js"
 * @typedef {{ store: Store, whole: Whole, python: import("../python.js").Python, claim: () => WholeClaim, finding: () => string, who: () => string,
 *   own: { claim: string, finding: string } }} Bench `own`: what the page's own results are of
 */

const OLD = "What stands below is of another version or finding than is chosen now.";

/**
 * @param {HTMLElement} place where the page says how it is run
 * @param {Store} store
 * @param {Whole} whole
 * @param {import("../python.js").Python} python
 */
export function openWorkbench(place, store, whole, python) {
  const select = chooser(place, whole);
  const chosen = () => select.value.split(" ");
  /** @type {Bench} */
  const bench = {
    store,
    whole,
    python,
    claim: () => /** @type {WholeClaim} */ (whole.claims.find(({ slug }) => slug === chosen()[0])),
    finding: () => chosen()[1] ?? "",
    who: () => under(store, Object.keys(store.values).length > 0),
    own: { claim: place.dataset.claim ?? "", finding: place.dataset.finding ?? "" },
  };
  const version = element("p", { class: "tilt-bench-version" });
  const tell = () => {
    const count = Object.keys(store.values).length;
    const differ = count ? `${whose(store)}: ${count} input${count === 1 ? " differs" : "s differ"} from the book’s.` : "the book’s defaults. Move inputs in any chapter, and come back.";
    version.replaceChildren(element("strong", {}, "Version:"), ` ${differ}`);
  };
  const label = element("label", { for: select.id }, "Finding");
  place.replaceChildren(element("div", { class: "tilt-bench-chooser" }, label, select), version);
  const sections = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tilt-bench"))].map((node) => section(node, bench));
  select.addEventListener("change", () => sections.forEach((asking) => asking.compare()));
  store.subscribe(() => {
    tell();
    for (const asking of sections) asking.compare();
  });
  tell();
}

/**
 * The findings to ask about: at first the page's own, or the headline of the claim that the address names.
 * @param {HTMLElement} place
 * @param {Whole} whole
 */
function chooser(place, whole) {
  const asked = whole.claims.find(({ slug }) => slug === new URLSearchParams(location.search).get("claim"));
  const { claim, finding } = asked ? { claim: asked.slug, finding: asked.findings[0]?.id } : place.dataset;
  const select = element("select", { id: uniqueId("finding") });
  for (const { slug, number, short, findings } of whole.claims) {
    const group = element("optgroup", { label: `${number} ${short}` });
    group.append(...findings.map(({ id, title }) => element("option", { value: `${slug} ${id}`, selected: slug === claim && id === finding }, title)));
    select.append(group);
  }
  return select;
}

/**
 * @param {HTMLElement} node that holds a result at the book's defaults
 * @param {Bench} bench
 */
function section(node, bench) {
  const ways = (WAYS[node.dataset.job ?? ""] ?? missing)(bench);
  const found = find(node, ".tilt-bench-found");
  const of = element("p", { class: "tilt-bench-of" });
  const spec = node.querySelector("script[data-spec]")?.textContent ?? "";
  /** @type {any} */
  let result = null;
  let title = "";
  const asking = new Asking(
    bench.python,
    {
      ...ways,
      old: OLD,
      async ask() {
        const asked = await ways.ask();
        title = ways.title();
        return { of: asked.of, request: { ...asked.request, do: node.dataset.job, for: "page" } };
      },
      show(answer) {
        result = answer;
        of.textContent = title;
        saving.hidden = false;
        const content = element("div");
        content.innerHTML = answer.html; // of our own server, which has escaped what is anybody's
        const box = /** @type {HTMLElement | null} */ (content.querySelector("[data-chart]"));
        if (box && answer.chart) drawIn(box, spec, answer.chart);
        return [of, content, ...(ways.after?.(answer.found) ?? [])];
      },
    },
    found,
    ways.standing ?? null,
  );
  const name = (node.dataset.job ?? "").replaceAll(" ", "-");
  const saving = element("p", { class: "tilt-bench-saving", hidden: true });
  const save = (/** @type {string} */ kind, /** @type {() => string} */ text) =>
    element("button", { type: "button", onclick: () => download(`tilt-${name}.${kind}`, new Blob([text()])) }, kind.toUpperCase());
  saving.append("Download ", save("csv", () => result.csv), " ", save("json", () => `${JSON.stringify({ of: title, edition: bench.whole.edition, ...result.found }, null, 1)}\n`));
  node.prepend(asking.tools, asking.status);
  found.after(saving);
  return asking;
}

/** @returns {never} */
function missing() {
  throw new Error("a part of the workbench asks for a job that nobody knows");
}
