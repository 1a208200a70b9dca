// The book's frame: colour mode, the phone's table of contents, the ways into the search. Loaded in the head, so that the mode is set before
// anything is painted; without it the system's colours hold and the contents stay open.
(() => {
  const root = document.documentElement;
  /** @typedef {"auto" | "light" | "dark"} Mode */
  const MODES = /** @type {const} */ (["auto", "light", "dark"]);
  const NAMES = { auto: "as the system", light: "light", dark: "dark" };

  const here = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;
  const at = new URL(here).pathname.split("/_tilt/")[0] ?? ""; // as in reader.js
  /** @param {string} key */
  const keyHere = (key) => (at ? `${key} ${at}` : key);

  /** @param {"localStorage" | "sessionStorage"} name @param {string} key */
  const read = (name, key) => {
    try {
      return window[name].getItem(keyHere(key));
    } catch {
      return null; // storage may be forbidden, as in private windows
    }
  };

  const system = window.matchMedia("(prefers-color-scheme: dark)");
  /** @type {Mode} */
  let mode = MODES.find((m) => m === read("localStorage", "tilt-mode")) ?? "auto";
  const apply = () => {
    root.dataset.theme = mode === "auto" ? (system.matches ? "dark" : "light") : mode;
  };

  // Beside each claim stands its credence: the book's, or in the reader's colour what the values shown give. Painted
  // from what site.js kept at the last page, until it has computed again: what this tab shows, such as a scenario, comes
  // before the reader's own.
  const credencesText = () => read("sessionStorage", "tilt:credences") ?? read("localStorage", "tilt:credences");

  /** @param {string | null} text @returns {Record<string, any>} */
  const parsed = (text) => {
    try {
      return JSON.parse(text ?? "null") ?? {};
    } catch {
      return {};
    }
  };

  // The reader's own figures in the text, as site/acting.js writes them: kept from this page's last opening under the
  // same values, so that lines do not break anew once they have been computed.
  const showFigures = () => {
    const kept = parsed(read("sessionStorage", "tilt:figures"));
    const mine = kept.under === credencesText() ? kept.pages?.[location.pathname] : null;
    if (!mine) return;
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-figure]"))) {
      const own = mine[place.dataset.figure ?? ""];
      if (typeof own !== "string") continue;
      const [was, now] = [document.createElement("s"), document.createElement("b")];
      was.textContent = place.dataset.book ??= place.textContent ?? "";
      now.textContent = own;
      place.toggleAttribute("data-mine", true);
      place.replaceChildren(was, "\u202f→\u202f", now);
    }
  };

  /** @param {Record<string, unknown>} mine by claim */
  const showCredences = (mine) => {
    const links = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tilt-navigation [data-claim]"));
    for (const link of links) {
      const place = /** @type {HTMLElement | null} */ (link.querySelector(".tilt-credence"));
      if (!place) continue;
      const standard = (place.dataset.default ??= place.textContent ?? "");
      const share = mine[link.dataset.claim ?? ""];
      const moved = typeof share === "number" && share >= 0 && share <= 1;
      place.textContent = moved ? `${Math.round(100 * share)} %` : standard;
      place.toggleAttribute("data-mine", moved);
    }
  };

  // Somebody else's values come with a note at the top: its room is kept before the page knows what it says.
  const keepRoom = () => {
    /** @type {any} */
    let tab = null;
    try {
      tab = JSON.parse(read("sessionStorage", "tilt:session") ?? "null");
    } catch {
      // not ours
    }
    const fresh = !tab && history.state?.tilt !== true && /[#&]v=\d/.test(location.hash) && location.hash.length > 4;
    root.classList.toggle("tilt-arriving", fresh || (tab?.shown?.kind === "link" && !tab.shown.quiet));
  };

  const offerModes = () => {
    const switcher = document.querySelector(".tilt-mode");
    const name = switcher?.querySelector("span");
    const say = () => {
      if (name) name.textContent = NAMES[mode];
    };
    say();
    switcher?.addEventListener("click", () => {
      mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length];
      try {
        localStorage.setItem(keyHere("tilt-mode"), mode);
      } catch {
        // the choice then lasts for this page only
      }
      apply();
      say();
    });
  };

  const offerContents = () => {
    const menu = /** @type {HTMLElement | null} */ (document.querySelector(".tilt-menu"));
    const side = /** @type {HTMLElement | null} */ (document.querySelector(".tilt-side"));
    if (!menu || !side) return;
    /** @param {boolean} yes */
    const open = (yes) => {
      side.toggleAttribute("data-open", yes);
      menu.setAttribute("aria-expanded", String(yes));
    };
    menu.addEventListener("click", () => open(menu.getAttribute("aria-expanded") !== "true"));
    // Whoever chooses a section of this page, or goes on reading, is done with them.
    document.addEventListener("click", ({ target }) => {
      if (!(target instanceof Element)) return;
      if (!side.contains(target) || target.closest(".tilt-navigation a, .tilt-explore")) open(false);
    });
    side.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.getAttribute("aria-expanded") === "true") {
        open(false);
        menu.focus();
      }
    });
  };

  // The search is loaded when somebody asks for it; what it has found is marked where its links lead.
  /** @param {"dialog" | "marks"} name a module of find/, as tilt/modules.py joins it with those it needs */
  const find = async (name) => (await import(new URL(`../joined/${name}.js`, here).href))[`$site_find_${name}`];

  /** @param {EventTarget | null} target */
  const isTyped = (target) =>
    target instanceof HTMLElement && target.matches("input:not([type=range], [type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  const offerSearch = async () => {
    const place = document.querySelector("[data-search-here]");
    document.addEventListener("click", async ({ target }) => {
      if (target instanceof Element && target.closest("[data-search]")) (await find("dialog")).openSearch();
    });
    document.addEventListener("keydown", async (event) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
      const asks = key.toLowerCase() === "k" ? (ctrlKey || metaKey) && !altKey && !shiftKey : key === "/" && !ctrlKey && !metaKey && !altKey && !isTyped(event.target);
      if (!asks || event.defaultPrevented) return;
      event.preventDefault();
      (await find("dialog")).openSearch();
    });
    if (place) (await find("dialog")).standIn(place);
    if (new URLSearchParams(location.search).has("find")) (await find("marks")).arrive();
  };

  // Modules that were not let in leave the sliders as they are drawn: the page says why, and what would wake them.
  const sayAsleep = () => {
    const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-asleep]"));
    if (!place || root.classList.contains("tilt-live")) return;
    place.textContent =
      location.protocol === "file:"
        ? "The book’s sliders are asleep: browsers load what moves them from a site, not from a file. “python -m http.server” in the book’s folder makes one, at http://localhost:8000."
        : "The book’s sliders are asleep: the page’s scripts did not come. Load it again, or open it in a newer browser.";
    place.hidden = false;
  };

  root.classList.add("tilt-script");
  apply();
  keepRoom();
  system.addEventListener("change", apply);
  document.addEventListener("tilt-credences", (event) => showCredences(/** @type {CustomEvent} */ (event).detail));
  document.addEventListener("DOMContentLoaded", () => {
    showCredences(parsed(credencesText()));
    showFigures();
    offerModes();
    offerContents();
    offerSearch();
  });
  addEventListener("load", sayAsleep);
})();
