// The charts as tables, filled when opened and kept up to date while open.

import { element } from "../dom.js";
import { number, percent } from "../format.js";
import { pictureRows } from "./pictures-data.js";

const QUANTILES = { q05: "5 %", q25: "25 %", q50: "median", q75: "75 %", q95: "95 %" };

// rowsOf(): {caption, head, rows} of the swings; engine(): the engine, or null while it loads.
export function createTables(section, payload, { engine, shown, swings }) {
  const body = element("div", { class: "tx-tables" });
  const details = element("details", {}, element("summary", {}, "Tables of these charts"), body);
  details.addEventListener("toggle", show);

  function show() {
    if (!details.open || !engine()) return;
    const tables = [...shown().flatMap((picture) => ofPicture(picture)), swings()];
    body.replaceChildren(...tables.map(table));
  }

  function ofPicture(picture) {
    const rows = pictureRows(picture, payload, engine(), payload.draws.page);
    const found = [];
    if (picture.kind === "fan") {
      const fan = payload.fans.find((f) => f.id === picture.target);
      const write = fan.unit === "fraction" ? percent : (v) => number(v);
      const years = fan.axis === "year";
      const whole = years ? rows.bands.filter((r) => Number.isInteger(r.at)) : [];
      const kept = whole.length ? whole : rows.bands;
      found.push({
        caption: `${picture.title}${fan.unit === "fraction" ? "" : ` (${fan.unit})`}: quantiles of the draws`,
        head: [fan.axis, "series", ...Object.values(QUANTILES)],
        rows: kept.map((r) => [years ? String(r.at) : number(r.at), r.series, ...Object.keys(QUANTILES).map((q) => write(r[q]))]),
      });
    } else if (picture.kind === "split") {
      found.push({
        caption: `${picture.title}: means`,
        head: ["part", payload.findings.find((f) => f.id === picture.target).unit],
        rows: rows.steps.map((s) => [s.label, s.text]),
      });
    } else if (picture.kind === "intervals") {
      found.push({
        caption: `${picture.title}: your 90\u202f% intervals`,
        head: ["assumption", "low", "median", "high"],
        rows: rows.mine.map((r) => [r.row, number(r.low), number(r.mid), number(r.high)]),
      });
    } else {
      const finding = payload.findings.find((f) => f.id === picture.target);
      const factor = finding.unit === "fraction" ? 100 : 1;
      const unit = finding.unit === "fraction" ? "points" : finding.unit;
      found.push({
        caption: `${finding.effect} (${unit}): share of draws. The first and last rows gather what lies beyond`,
        head: ["above", "up to", "share of draws"],
        rows: rows.bins.map((b) => [number(factor * b.x0), number(factor * b.x1), percent(b.share)]),
      });
    }
    return [...found, ...fixedRows(picture)];
  }

  // What no assumption moves, such as measured points, stands in the chart itself.
  function fixedRows(picture) {
    return picture.spec.data
      .filter((d) => Array.isArray(d.values) && d.values.length > 1 && !picture.datasets.includes(d.name))
      .map((d) => {
        const hidden = picture.kind === "intervals" ? [] : ["text", "label"]; // what a point is called is its own row's
        const keys = Object.keys(d.values[0]).filter((key) => !hidden.includes(key));
        const rank = (key) => (typeof d.values[0][key] !== "number" ? 0 : key === "year" ? 1 : 2);
        const head = keys.sort((a, b) => rank(a) - rank(b)); // names, then years, then figures
        const cell = (key, v) => (typeof v !== "number" ? String(v ?? "") : key === "year" ? v.toFixed(1) : number(v));
        return {
          caption: `${picture.title}: ${d.name}`,
          head,
          rows: d.values.map((row) => head.map((key) => cell(key, row[key]))),
        };
      });
  }

  return { details, show };
}

function table({ caption, head, rows }) {
  return element(
    "div",
    { class: "tx-scroll", role: "region", "aria-label": caption, tabindex: "0" },
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...head.map((h) => element("th", { scope: "col" }, h)))),
      element(
        "tbody",
        {},
        ...rows.map((cells) =>
          element("tr", {}, ...cells.map((c, k) => element(k ? "td" : "th", k ? {} : { scope: "row" }, c))),
        ),
      ),
    ),
  );
}
