// The charts: static SVG until Vega is there, then live views whose data are swapped. Knows no chart's content.

import { element, setAttribute, turn } from "../dom.js";
import { facesReady } from "./faces.js";
import { affordable } from "./pacing.js";
import { kindOf, pictureRows } from "./pictures-data.js";
import { Ruler } from "./ruler.js";
import { slotOf } from "./slots.js";
import { createTip } from "./tip.js";
import { told } from "./told.js";

/**
 * @import { Engine } from "../engine/engine.js"
 * @import { Payload, Picture } from "../engine/types.js"
 * @import { Drawn, Slot } from "./slots.js"
 */

const SLICE = 16; // ms of drawing between two looks at what the reader does

export class Pictures {
  /** @type {Slot[]} */ #slots;
  /** @type {Payload} */ #payload;
  /** @type {any} */ #vega = null;
  #width = 0;
  #shows = 0; // counts redraws: a view that was opened meanwhile is filled again
  /** @type {ReturnType<typeof createTip>} */ #tip;
  /** @type {IntersectionObserver} */ #sight;
  /** @type {IntersectionObserver} */ #ahead;
  /** @type {Promise<void>} once a picture is a screen away, or something has been moved: only then is Vega loaded */ wanted;
  /** @type {() => void} */ want = () => {};
  /** @type {ResizeObserver} */ #sizes;

  /**
   * @param {HTMLElement} section
   * @param {Payload} payload
   */
  constructor(section, payload) {
    const figures = /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".tx-picture[data-picture]"));
    this.#payload = payload;
    this.#slots = [...figures].flatMap((figure) => slotOf(figure, payload.pictures));
    this.#tip = createTip(section);
    this.#sight = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const slot = this.#slots.find((s) => s.figure === target);
          if (slot) slot.near = isIntersecting;
        }
      },
      { rootMargin: "120px 0px" },
    );
    this.wanted = new Promise((resolve) => (this.want = resolve));
    this.#ahead = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.want(), { rootMargin: "100% 0px" });
    for (const { figure } of this.#slots) {
      this.#sight.observe(figure);
      this.#ahead.observe(figure);
    }
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target } of entries) this.#fit(/** @type {HTMLElement} */ (target));
    });
  }

  /** The pictures shown. */
  get shown() {
    return this.#slots.map((slot) => slot.shown);
  }

  /**
   * Replaces the static pictures, one per turn of the event loop.
   * @param {any} vega
   * @param {Engine} engine
   * @param {number} draws
   */
  async start(vega, engine, draws) {
    await facesReady();
    this.#vega = vega;
    this.#ahead.disconnect();
    for (const slot of this.#slots) {
      await turn();
      await this.#open(slot, slot.shown, engine, draws);
      slot.ruler = new Ruler(slot.box, () => this.#read(slot), () => this.#tip.speaks());
      this.#sizes.observe(slot.box);
    }
  }

  /**
   * Redraws the pictures in sight, the quickest first, as many as the budget allows; resolves when they are on the page.
   * The others wait for `refine`.
   * @param {Engine} engine
   * @param {number} draws
   * @param {number} budget ms to work out their rows
   */
  show(engine, draws, budget) {
    this.#shows += 1;
    const inSight = this.#slots.flatMap(({ near, shown, views }) => {
      const drawn = near && views.get(shown.id);
      return drawn ? [{ drawn, picture: shown }] : [];
    });
    const chosen = affordable(inSight, ({ drawn }) => drawn.cost * draws, budget);
    return Promise.all(chosen.map(({ drawn, picture }) => this.#fill(drawn, picture, engine, draws)));
  }

  /**
   * Redraws all of them with their margins, those in sight and quick ones first, a little per turn of the event loop so that a
   * reader who goes on is not held up; stops short once `stale`.
   * @param {Engine} engine
   * @param {number} draws
   * @param {() => boolean} stale
   */
  async refine(engine, draws, stale) {
    this.#shows += 1;
    const cost = (/** @type {Slot} */ slot) => slot.views.get(slot.shown.id)?.cost ?? 0;
    const inOrder = affordable(this.#slots, cost, Infinity);
    let begun = performance.now();
    for (const slot of inOrder.sort((a, b) => Number(b.near) - Number(a.near))) {
      const drawn = slot.views.get(slot.shown.id);
      if (!drawn) continue;
      await this.#fill(drawn, slot.shown, engine, draws, true);
      this.#tell(slot);
      if (performance.now() - begun < SLICE) continue; // a turn lets the page lay itself out anew
      await turn();
      if (stale()) return;
      begun = performance.now();
    }
  }

  /**
   * Shows the chosen finding's distribution.
   * @param {string} finding
   * @param {Engine | null} engine null while it loads
   * @param {number} draws
   */
  async choose(finding, engine, draws) {
    for (const slot of this.#slots) {
      const picture = slot.pictures.find((p) => p.kind === "distribution" && p.target === finding);
      if (!picture || picture === slot.shown) continue;
      slot.shown = picture;
      slot.figure.dataset.picture = picture.id;
      if (!this.#vega || !engine) continue;
      const drawn = slot.views.get(picture.id);
      if (!drawn) await this.#open(slot, picture, engine, draws);
      else {
        const now = slot.box.clientWidth;
        if (drawn.width !== now) drawn.view.width((drawn.width = now));
        await this.#fill(drawn, picture, engine, draws);
        if (slot.shown !== picture) continue;
        slot.box.replaceChildren(drawn.inner);
        this.#tell(slot);
      }
    }
  }

  destroy() {
    this.#sizes.disconnect();
    this.#sight.disconnect();
    this.#ahead.disconnect();
    for (const slot of this.#slots) for (const { view } of slot.views.values()) view.finalize();
  }

  /**
   * A view draws into a box of its own, so that the old picture stays until the new one is ready. It starts with its
   * data and width: a chart of nothing would complain of empty axes.
   * @param {Slot} slot
   * @param {Picture} picture
   * @param {Engine} engine
   * @param {number} draws
   */
  async #open(slot, picture, engine, draws) {
    const inner = element("div", { class: "tx-view" });
    const spec = /** @type {any} */ (structuredClone(picture.spec));
    const begun = performance.now();
    const rows = pictureRows(picture, this.#payload, engine, draws);
    const cost = (performance.now() - begun) / draws;
    for (const data of spec.data) if (picture.datasets.includes(data.name)) data.values = rows[data.name];
    this.#width = slot.box.clientWidth || this.#width;
    spec.width = this.#width;
    const before = this.#shows;
    const { View, parse } = this.#vega;
    const view = new View(parse(spec), { renderer: "svg", container: inner, hover: false, tooltip: this.#tip.show });
    await view.runAsync();
    const drawn = { view, inner, width: spec.width, cost, rows };
    slot.views.set(picture.id, drawn);
    if (this.#shows !== before) await this.#fill(drawn, picture, engine, draws); // the reader went on meanwhile
    if (slot.shown !== picture) return;
    slot.box.replaceChildren(inner);
    this.#tell(slot);
  }

  /**
   * Says what a place shows, in the words that stand for its picture.
   * @param {Slot} slot
   */
  #tell({ box, shown, views }) {
    const drawn = views.get(shown.id);
    if (drawn) setAttribute(box, "aria-label", told(shown, this.#payload, drawn.rows));
  }

  /**
   * @param {Drawn} drawn
   * @param {Picture} picture
   * @param {Engine} engine
   * @param {number} draws
   * @param {boolean} [refit] labels may have grown, so margins are measured again; while a handle moves they keep still
   * @returns {Promise<unknown>}
   */
  #fill(drawn, picture, engine, draws, refit = false) {
    const { view } = drawn;
    const begun = performance.now();
    const rows = pictureRows(picture, this.#payload, engine, draws);
    // Draws beyond those that a split takes cost nothing, so what all of them cost says too little of a few.
    drawn.cost = Math.max((performance.now() - begun) / draws, drawn.cost / 2);
    // What is the same array, or none before and after, need not be taken in again.
    for (const name of picture.datasets) {
      const before = drawn.rows[name];
      if (before !== rows[name] && (before?.length || rows[name]?.length)) view.data(name, rows[name]);
    }
    drawn.rows = rows;
    if (refit) view.resize();
    return view.runAsync().then(() => this.#slots.find((s) => s.shown === picture)?.ruler?.follow());
  }

  /**
   * What the picture in a place says where one points.
   * @param {Slot} slot
   */
  #read({ shown, views }) {
    const drawn = views.get(shown.id);
    if (!drawn) return null;
    const kind = kindOf(shown);
    return { view: drawn.view, across: kind.across ?? false, stops: kind.read(shown, this.#payload, drawn.rows) };
  }

  /** @param {HTMLElement} box whose width may have changed */
  #fit(box) {
    const slot = this.#slots.find((s) => s.box === box);
    const drawn = slot?.views.get(slot.shown.id);
    const now = box.clientWidth;
    if (!drawn || !now || now === drawn.width) return;
    drawn.width = now;
    drawn.view.width(now).runAsync();
  }
}
