// Which changes belong together: a drag, or a run of keys on one slider. Undo takes back each as one step.

const PAUSE = 900; // ms between two keys that are still one run

const onSlider = () => document.activeElement instanceof HTMLInputElement && document.activeElement.type === "range";

export class Gestures {
  #drags = 0; // how many have begun
  #down = false;
  #runs = 0;
  #last = { id: "", at: -Infinity };
  /** @type {() => number} */ #now;
  /** @type {() => boolean} */ #sliding;

  /**
   * @param {EventTarget} place where a pointer takes hold of controls
   * @param {() => number} [now] ms
   * @param {() => boolean} [sliding] whether keys move a slider
   */
  constructor(place, now = () => performance.now(), sliding = onSlider) {
    this.#now = now;
    this.#sliding = sliding;
    // Before the slider sees it, which may move at once.
    place.addEventListener("pointerdown", () => this.#begin(), { capture: true });
    for (const type of ["pointerup", "pointercancel"]) place.addEventListener(type, () => (this.#down = false));
  }

  #begin() {
    this.#drags += 1;
    this.#down = true;
  }

  /**
   * The gesture that a change of an input belongs to; null for one that stands alone, such as a typed value.
   * @param {string} id
   */
  of(id) {
    if (this.#down) return `drag ${this.#drags} ${id}`;
    if (!this.#sliding()) return null;
    const at = this.#now();
    if (id !== this.#last.id || at - this.#last.at > PAUSE) this.#runs += 1;
    this.#last = { id, at };
    return `run ${this.#runs} ${id}`;
  }
}
