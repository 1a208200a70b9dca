// The explorer on the static page: <tilt-explorer> around its own markup and payload, on the page's one store.

import { find } from "../dom.js";
import { openStore } from "../site/reader.js";
import { bookOf } from "../values.js";
import { mount } from "./explorer.js";

/** @param {string} path */
const beside = (path) => new URL(path, import.meta.url).href;

class TiltExplorer extends HTMLElement {
  /** @type {string | undefined} */ #markup;
  /** @type {{ destroy(): void } | null} */ #controller = null;

  connectedCallback() {
    // Put back elsewhere, it starts again from the markup it came with.
    /** @type {HTMLElement} */
    const self = this;
    if (this.#markup === undefined) this.#markup = self.innerHTML;
    else self.innerHTML = this.#markup;
    const payload = JSON.parse(find(this, "script.tilt-payload").textContent ?? "");
    const store = openStore(bookOf(payload));
    this.#controller = mount(this, payload, {
      store,
      instrument: /** @type {HTMLElement | null} */ (document.querySelector(`tilt-instrument[data-claim="${payload.slug}"]`)),
      loadClaim: () => import(beside(`../claims/${payload.slug}.js`)),
      loadVega: () => import(beside("../vega.js")),
      onChange: (scenario, verdicts) => {
        const detail = { claim: payload.slug, scenario, verdicts };
        this.dispatchEvent(new CustomEvent("tilt-change", { bubbles: true, detail }));
      },
    });
  }

  disconnectedCallback() {
    this.#controller?.destroy();
    this.#controller = null;
  }
}

customElements.define("tilt-explorer", TiltExplorer);
