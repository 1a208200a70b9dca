// The charts: static SVG until Vega is there, then live views whose data are swapped. Knows no chart's content.

import { element } from "../dom.js";
import { pictureRows } from "./pictures-data.js";
import { createTip } from "./tip.js";

export function createPictures(section, payload) {
  const slots = [];
  for (const figure of section.querySelectorAll(".tx-picture[data-picture]")) {
    const first = payload.pictures.find((p) => p.id === figure.dataset.picture);
    // One place for the distribution: it shows the chosen finding's.
    const pictures = first.kind === "distribution" ? payload.pictures.filter((p) => p.kind === "distribution") : [first];
    slots.push({ figure, box: figure.querySelector(".tx-chart"), pictures, shown: first, views: new Map(), near: true });
  }
  const tip = createTip(section);
  let vega = null;
  let width = 0;
  let shows = 0;

  // A view draws into a box of its own, so that the old picture stays until the new one is ready. It starts with its
  // data and width: a chart of nothing would complain of empty axes.
  async function open(slot, picture, engine, draws) {
    const inner = element("div");
    const spec = structuredClone(picture.spec);
    const rows = pictureRows(picture, payload, engine, draws);
    for (const data of spec.data) if (picture.datasets.includes(data.name)) data.values = rows[data.name];
    width = slot.box.clientWidth || width;
    spec.width = width;
    const before = shows;
    const { view } = await vega.embed(inner, spec, {
      mode: "vega",
      renderer: "svg",
      actions: false,
      defaultStyle: false,
      hover: false,
      tooltip: tip,
    });
    const entry = { view, inner, width };
    slot.views.set(picture.id, entry);
    if (shows !== before) await fill(entry, picture, engine, draws); // the reader went on meanwhile
    if (slot.shown === picture) slot.box.replaceChildren(inner);
  }

  // refit: labels may have grown, so margins are measured again; while a handle moves they keep still.
  function fill({ view }, picture, engine, draws, refit = false) {
    const rows = pictureRows(picture, payload, engine, draws);
    for (const name of picture.datasets) view.data(name, rows[name]);
    if (refit) view.resize();
    return view.runAsync();
  }

  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) slots.find((s) => s.figure === target).near = isIntersecting;
    },
    { rootMargin: "120px 0px" },
  );
  for (const { figure } of slots) sight.observe(figure);

  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const slot = slots.find((s) => s.box === target);
      const entry = slot?.views.get(slot.shown.id);
      const now = target.clientWidth;
      if (!entry || !now || now === entry.width) continue;
      entry.width = now;
      entry.view.width(now).runAsync();
    }
  });

  return {
    slots,
    // Replaces the static pictures, one per turn of the event loop.
    async start(library, engine, draws) {
      vega = library;
      for (const slot of slots) {
        await turn();
        await open(slot, slot.shown, engine(), draws);
        observer.observe(slot.box);
      }
    },
    // Redraws the pictures in sight; resolves when they are on the page.
    show(engine, draws) {
      shows += 1;
      return Promise.all(
        slots.map((slot) => {
          const entry = slot.views.get(slot.shown.id);
          return entry && slot.near ? fill(entry, slot.shown, engine, draws) : null;
        }),
      );
    },
    // Redraws all of them with their margins, those in sight first, one per turn of the event loop so that a reader
    // who goes on is not held up; stops short once `stale`.
    async refine(engine, draws, stale) {
      shows += 1;
      for (const slot of [...slots].sort((a, b) => b.near - a.near)) {
        const entry = slot.views.get(slot.shown.id);
        if (!entry) continue;
        await fill(entry, slot.shown, engine, draws, true);
        await turn();
        if (stale()) return;
      }
    },
    // Shows the chosen finding's distribution.
    async choose(finding, engine, draws) {
      for (const slot of slots) {
        const picture = slot.pictures.find((p) => p.kind === "distribution" && p.target === finding);
        if (!picture || picture === slot.shown) continue;
        slot.shown = picture;
        slot.figure.dataset.picture = picture.id;
        if (!vega || !engine) continue;
        const entry = slot.views.get(picture.id);
        if (!entry) await open(slot, picture, engine, draws);
        else {
          const now = slot.box.clientWidth;
          if (entry.width !== now) entry.view.width((entry.width = now));
          await fill(entry, picture, engine, draws);
          if (slot.shown === picture) slot.box.replaceChildren(entry.inner);
        }
      }
    },
    destroy() {
      observer.disconnect();
      sight.disconnect();
      for (const slot of slots) for (const { view } of slot.views.values()) view.finalize();
    },
  };
}

function turn() {
  return new Promise((resolve) => setTimeout(resolve));
}
