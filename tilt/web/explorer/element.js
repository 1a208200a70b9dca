// The explorer on the static page: <tilt-explorer> around its own markup and payload.

import { mount } from "./explorer.js";

const beside = (path) => new URL(path, import.meta.url).href;

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // forbidden, as in some private windows
  }
}

class TiltExplorer extends HTMLElement {
  connectedCallback() {
    // Put back elsewhere, it starts again from the markup it came with.
    if (this.markup === undefined) this.markup = this.innerHTML;
    else this.innerHTML = this.markup;
    const payload = JSON.parse(this.querySelector("script.tilt-payload").textContent);
    this.controller = mount(this, payload, {
      loadClaim: () => import(beside(`../claims/${payload.slug}.js`)),
      loadVega: () => import(beside("../vega.js")),
      storage: storage(),
      onChange: (scenario, verdicts) => {
        const detail = { claim: payload.slug, scenario, verdicts };
        this.dispatchEvent(new CustomEvent("tilt-change", { bubbles: true, detail }));
      },
    });
  }

  disconnectedCallback() {
    this.controller?.destroy();
    this.controller = null;
  }
}

customElements.define("tilt-explorer", TiltExplorer);
