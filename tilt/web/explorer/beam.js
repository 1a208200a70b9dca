// The balance: it leans to the side that wins more draws, each weight as large as its share. Mirrors page.py's beam.

import { find, setAttribute } from "../dom.js";

const BEAM_Y = 22.4;

/**
 * @param {Element} svg
 * @param {string} [of] what the names of its parts begin with
 * @returns {(credence: number) => void}
 */
export function createBeam(svg, of = "tx") {
  const arm = find(svg, `.${of}-arm`, SVGElement);
  const weights = [find(svg, `.${of}-safety`, SVGElement), find(svg, `.${of}-capability`, SVGElement)];
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
