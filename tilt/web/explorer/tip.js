// What a point of a chart is, beside the pointer. Vega calls the handler with the mark's tooltip, or with nothing when
// the pointer leaves it.

import { element, setText } from "../dom.js";

const AWAY = 12; // pixels from the pointer

/**
 * @param {HTMLElement} section
 * @returns {{ show: (handler: unknown, event: MouseEvent, item: unknown, value: unknown) => void, speaks: () => boolean }} `speaks`: whether it says something now
 */
export function createTip(section) {
  const tip = element("div", { class: "tx-tip", "aria-hidden": "true", hidden: true });
  section.append(tip);
  const show = (/** @type {unknown} */ _handler, /** @type {MouseEvent} */ event, /** @type {unknown} */ _item, /** @type {unknown} */ value) => {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    setText(tip, String(value));
    const around = section.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const x = event.clientX - around.left;
    const y = event.clientY - around.top;
    const left = x + AWAY + width > around.width ? x - AWAY - width : x + AWAY;
    tip.style.left = `${Math.max(0, left)}px`;
    tip.style.top = `${Math.max(0, y - AWAY - height)}px`;
  };
  return { show, speaks: () => !tip.hidden };
}
