// The explorer on the static page: <tilt-explorer> around its own markup and payload, on the page's one store.

import { element, find } from "../dom.js";
import { openStore } from "../site/reader.js";
import { bookOf } from "../values.js";
import { completed } from "./completed.js";
import { mount } from "./explorer.js";
import { fetchReasons } from "./lent.js";

/** @param {string} path */
const beside = (path) => new URL(path, import.meta.url).href;

class TiltExplorer extends HTMLElement {
  /** @type {string | undefined} */ #markup;
  /** @type {{ destroy(): void } | null} */ #controller = null;
  #turn = 0; // of being put into a page: a start that comes too late for its own does nothing

  connectedCallback() {
    // Put back elsewhere, it starts again from the markup it came with.
    /** @type {HTMLElement} */
    const self = this;
    if (this.#markup === undefined) this.#markup = self.innerHTML;
    else self.innerHTML = this.#markup;
    fetchReasons(find(self, ".tx"));
    this.#start().catch((error) => {
      const text = `The explorer could not be loaded; figures and charts show the book’s defaults. (${error.message})`;
      find(this, ".tx-notices").append(element("p", {}, text));
    });
  }

  async #start() {
    const turn = ++this.#turn;
    const whole = await import(beside("../whole.js"));
    if (turn !== this.#turn) return;
    const payload = completed(JSON.parse(find(this, "script.tilt-payload").textContent ?? ""), whole.default);
    const { slug } = payload;
    const store = openStore(bookOf(payload));
    this.#controller = mount(this, payload, {
      store,
      instrument: /** @type {HTMLElement | null} */ (document.querySelector(`tilt-instrument[data-claim="${slug}"]`)),
      loadClaim: () => import(beside(`../claims/${slug}.js`)),
      loadVega: () => import(beside("../vega.js")),
      loadCharts: () => import(beside(`../pictures/${slug}.js`)),
      onChange: (scenario, verdicts) => {
        const detail = { claim: slug, scenario, verdicts };
        this.dispatchEvent(new CustomEvent("tilt-change", { bubbles: true, detail }));
      },
    });
  }

  disconnectedCallback() {
    this.#turn += 1;
    this.#controller?.destroy();
    this.#controller = null;
  }
}

customElements.define("tilt-explorer", TiltExplorer);
