// Elements in one line. Text goes in as text nodes, never as markup.

/** @typedef {string | number | boolean | null | EventListener} Attribute */

/**
 * A new element: `element("button", { type: "button", onclick: f }, "reset")`. An attribute that is null or false is
 * left out; one that is true is set empty; one that begins with "on" is a listener.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute | ((event: any) => unknown)>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children);
  return node;
}

/**
 * A button that is no form's.
 * @param {string} text
 * @param {() => unknown} onclick
 * @param {Record<string, Attribute>} [attributes]
 */
export function button(text, onclick, attributes = {}) {
  return element("button", { type: "button", onclick: () => onclick(), ...attributes }, text);
}

/**
 * The first element below `root` that the selector finds. Throws where there is none: the markup is ours.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [type]
 * @returns {T}
 */
export function find(root, selector, type = /** @type {any} */ (HTMLElement)) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no ${selector}`);
  return found;
}

let last = 0;

/**
 * An id of its own, also with several explorers on a page.
 * @param {string} stem
 */
export function uniqueId(stem) {
  last += 1;
  return `tx-${stem}-${last}`;
}

/**
 * Writes only what changed: what stays the same costs no layout.
 * @param {Node} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent === text) return;
  const only = node.childNodes.length === 1 ? node.firstChild : null;
  // A child that comes or goes has the browser look at the style of half a chapter again; letters that change do not.
  if (only instanceof Text && text) only.data = text;
  else node.textContent = text;
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {string} value
 */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/**
 * Resolves when the page has nothing better to do, or after `timeout` ms.
 * @param {number} timeout
 * @returns {Promise<void>}
 */
export function idle(timeout) {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout });
    else setTimeout(resolve, 50);
  });
}

/** Resolves in the next turn of the event loop, without the wait that timers in a row are given. */
export function turn() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve(undefined);
    });
    port1.start();
    port2.postMessage(null);
  });
}

/**
 * Whether keys are being typed into text, whose own undo and letters they are then.
 * @param {EventTarget | null} target
 */
export function takesText(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "radio", "checkbox", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}
