// Steps back and forth by keys.

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
