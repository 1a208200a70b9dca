// The verdict: a sentence, its figures, the balance, the choice of finding, and a compact line that stays in sight.

import { createBeam } from "./beam.js";
import { element, setText, uniqueId } from "../dom.js";
import { THIN, effect, fill, percent, points } from "../format.js";

const ANNOUNCE_AFTER = 600; // ms: a screen reader hears where the reader stopped, not the way there

// choose(id) is called when the reader takes another finding.
export function createVerdict(section, payload, choose) {
  const find = (name) => section.querySelector(`.tx-verdict .tx-${name}`);
  const parts = Object.fromEntries(
    ["who", "statement", "credence", "word", "effect", "error-bar", "book"].map((name) => [name, find(name)]),
  );
  const verdict = section.querySelector(".tx-verdict");
  const beams = [createBeam(verdict.querySelector(".tx-beam"))];
  const book = new Map(payload.default.verdicts.map((v) => [v.finding, v.credence]));
  const shares = choices(section, payload, choose);
  const bar = compactLine(section, verdict, beams);
  const live = element("p", { class: "tx-hidden", role: "status", "aria-live": "polite" });
  section.append(live);
  let timer = 0;
  let said = "";

  function announce(text) {
    clearTimeout(timer);
    if (text === said) return;
    timer = setTimeout(() => {
      said = text;
      setText(live, text);
    }, ANNOUNCE_AFTER);
  }

  return {
    // who: "With your assumptions"; verdicts: of all findings; chosen(id): value and unit of a fixed choice.
    show({ who, finding, verdicts, chosen, touched, quiet }) {
      for (const v of verdicts) {
        const share = shares.get(v.id);
        setText(share.text, percent(v.credence));
        share.input.checked = v.id === finding.id;
      }
      const v = verdicts.find((w) => w.id === finding.id);
      const share = percent(v.credence);
      setText(parts.who, who);
      setText(parts.statement, fill(finding.statement, chosen));
      setText(parts.credence, share);
      setText(parts.word, v.word);
      const figures = effect(finding, v.quantiles);
      setText(parts.effect, figures);
      setText(parts["error-bar"], `±${THIN}${points(v.error, 1)} points Monte Carlo error`);
      setText(parts.book, touched ? `book’s default ${percent(book.get(finding.id))}` : "");
      section.classList.toggle("tx-changed", touched);
      for (const show of beams) show(v.credence);
      bar(finding, share, v.word, touched ? `default ${percent(book.get(finding.id))}` : "");
      if (quiet) said = `${finding.title}: ${share} of draws, ${v.word}. ${figures}.`;
      else announce(`${finding.title}: ${share} of draws, ${v.word}. ${figures}.`);
    },
    destroy: () => clearTimeout(timer),
  };
}

// The findings as radio buttons that look like tabs, each with its live credence.
function choices(section, payload, choose) {
  const list = section.querySelector(".tx-findings");
  const name = uniqueId("finding");
  const found = new Map();
  const group = element("div", { class: "tx-findings", role: "radiogroup", "aria-label": "Finding" });
  for (const item of [...list.children]) {
    const id = item.dataset.finding;
    const input = element("input", { type: "radio", name, value: id, onchange: () => choose(id) });
    const text = item.querySelector(".tx-share");
    group.append(element("label", { "data-finding": id }, input, ...item.childNodes));
    found.set(id, { input, text });
  }
  list.replaceWith(group);
  return found;
}

// On narrow screens the full verdict scrolls away and this line, which repeats it, sticks to the top.
function compactLine(section, verdict, beams) {
  const line = section.querySelector(".tx-bar");
  const beam = verdict.querySelector(".tx-beam").cloneNode(true);
  const credence = element("b", { class: "tx-credence" });
  const word = element("span", { class: "tx-word" });
  const title = element("span", { class: "tx-finding" });
  const was = element("span", { class: "tx-book" });
  line.replaceChildren(
    element("div", {}, beam, element("p", {}, title, " ", credence, " ", word), was),
  );
  beams.push(createBeam(beam));
  // The margin counts all that lies below the window as seen: only what has scrolled out above is not.
  const above = ([entry]) => line.classList.toggle("tx-stuck", !entry.isIntersecting);
  new IntersectionObserver(above, { rootMargin: "0px 0px 1000000px 0px" }).observe(verdict);
  return (finding, share, text, book) => {
    setText(title, finding.title);
    setText(credence, share);
    setText(word, text);
    setText(was, book);
  };
}
