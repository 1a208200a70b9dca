// The tools beside the findings: scenario menu, copy link, download, reset with undo; and the notices under them.

import { element, setText } from "../dom.js";

// Quiet messages a reader can put away. `key` replaces an earlier notice of the same kind.
export function createNotices(section) {
  const place = section.querySelector(".tx-notices");
  place.setAttribute("role", "status");
  const known = new Map();

  function close(key) {
    known.get(key)?.remove();
    known.delete(key);
  }

  function show(key, ...content) {
    close(key);
    const dismiss = element("button", { type: "button", class: "tx-close", "aria-label": "Dismiss", onclick: () => close(key) }, "×");
    const notice = element("div", { class: "tx-notice" }, element("div", {}, ...content), dismiss);
    known.set(key, notice);
    place.append(notice);
    return notice;
  }

  return {
    show,
    close,
    // A heading and a list of sentences; more than six are counted.
    list(key, heading, sentences) {
      const items = sentences.slice(0, 6).map((s) => element("li", {}, s));
      if (sentences.length > 6) items.push(element("li", {}, `and ${sentences.length - 6} more`));
      show(key, element("p", {}, heading), element("ul", {}, ...items));
    },
  };
}

// actions: {pick(name), copy() or null, download(), reset()}
export function createTools(section, payload, actions) {
  const menu = element("select", { onchange: () => actions.pick(menu.value) });
  const options = payload.scenarios.map((s) => element("option", { value: s.name }, s.title));
  const mine = element("option", { value: MINE }, "My assumptions");
  menu.append(...options);
  const label = element("label", { class: "tx-scenario" }, element("span", { class: "tx-hidden" }, "Scenario"), menu);
  const copy = actions.copy ? [button("Copy link", () => actions.copy())] : [];
  const reset = button("Reset all", () => actions.reset());
  section.querySelector(".tx-tools").append(label, ...copy, reset);
  return {
    show(name, hasMine, touched) {
      if (hasMine && !mine.isConnected) menu.append(mine);
      menu.value = name;
      reset.disabled = !touched;
    },
    // Says for two seconds on the button itself that the link was copied.
    copied() {
      setText(copy[0], "Copied");
      setTimeout(() => setText(copy[0], "Copy link"), 2000);
    },
  };
}

export const MINE = "mine";

export function button(text, onclick) {
  return element("button", { type: "button", onclick }, text);
}

// Hands a text to the reader as a file.
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const anchor = element("a", { href: url, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
