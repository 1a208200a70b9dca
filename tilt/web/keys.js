// Steps back and forth by keys, and keys that a notebook around the explorer must not take.

import { takesText } from "./dom.js";

/**
 * Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y, with the command key on a Mac. Text fields keep their own; where there is no step to
 * take, the browser keeps its.
 * @param {KeyboardEvent} event
 * @param {import("./store.js").Store} store
 */
export function undoKeys(event, store) {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || takesText(event.target)) return;
  const redo = key === "y" || (key === "z" && event.shiftKey);
  if ((!redo && key !== "z") || !(redo ? store.canRedo : store.canUndo)) return;
  event.preventDefault();
  event.stopPropagation(); // a notebook around the page has an undo of its own
  if (redo) store.redo();
  else store.undo();
}

const SUPPRESSED = "data-lm-suppress-shortcuts"; // JupyterLab takes no key from an element that bears it
const OURS = /^([acvxyz]|Arrow\w+|Home|End|PageUp|PageDown|Backspace|Delete)$/i; // with Ctrl too: of text and of steps

/** @param {Event} event */
function forTheNotebook(event) {
  if (!(event instanceof KeyboardEvent) || !(event.ctrlKey || event.metaKey) || event.getModifierState("AltGraph")) return false;
  const shifted = event.shiftKey && /^[acvxy]$/i.test(event.key); // Lab's list of commands is Ctrl+Shift+C
  return shifted || !OURS.test(event.key);
}

/**
 * Keeps keys inside the explorer: a notebook around it has commands on plain letters and arrows. What Ctrl or the
 * command key makes of other keys, as saving, stays the notebook's. Answers with what ends it.
 *
 * A notebook that listens on its way down sees a key before we do, so what has the focus also says that its keys are
 * not to be taken, until Ctrl is down.
 * @param {HTMLElement} host
 */
export function keepKeys(host) {
  const ended = new AbortController();
  const mark = (/** @type {Event} */ event) => {
    const lent = forTheNotebook(event);
    for (const node of [host, event.target]) if (node instanceof Element) node.toggleAttribute(SUPPRESSED, !lent);
  };
  for (const type of ["focusin", "keydown", "keyup"]) host.addEventListener(type, mark, { capture: true, signal: ended.signal });
  const keep = (/** @type {Event} */ event) => forTheNotebook(event) || event.stopPropagation();
  for (const type of ["keydown", "keypress"]) host.addEventListener(type, keep, { signal: ended.signal });
  host.toggleAttribute(SUPPRESSED, true);
  return () => ended.abort();
}
