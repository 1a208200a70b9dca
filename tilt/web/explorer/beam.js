// The balance: it leans to the side that wins more draws, each weight as large as its share. Mirrors page.py's beam.

import { find, setAttribute } from "../dom.js";

const BEAM_Y = 22.4;

/**
 * @param {Element} svg
 * @returns {(credence: number) => void}
 */
export function createBeam(svg) {
  const arm = find(svg, ".tx-arm", SVGElement);
  const weights = [find(svg, ".tx-safety", SVGElement), find(svg, ".tx-capability", SVGElement)];
  return (credence) => {
    const lean = 2 * credence - 1;
    const angle = -Math.sign(lean) * 15 * Math.abs(lean) ** 0.6;
    arm.style.transform = `rotate(${angle.toFixed(2)}deg)`; // a style, because attributes do not ease
    [credence, 1 - credence].forEach((share, k) => {
      const r = 3 + 7 * Math.sqrt(share);
      setAttribute(weights[k], "r", r.toFixed(2));
      setAttribute(weights[k], "cy", (BEAM_Y - r).toFixed(2));
    });
  };
}
