// The rows of assumptions: the static table's own rows, given fields, sliders and reset.

import { element, setAttribute, setText, uniqueId } from "../dom.js";
import { field, flipWords, gloss, interval as inWords, parse, withUnit } from "../format.js";
import { certain } from "../engine/numbers.js";
import { createSlider, percentage } from "./slider.js";
import { createSwitch } from "./switch.js";

const FITS = CSS.supports("field-sizing", "content");

// change(id, [low, high]) and reset(id) are called by the reader's actions.
export function createRows(section, assumptions, { change, reset }) {
  const table = section.querySelector(".tx-table");
  table.setAttribute("role", "presentation"); // its cells hold controls now; each row is a group of its own
  table.querySelector("caption")?.remove();
  table.querySelector("thead")?.remove();
  const rows = new Map();
  const lent = new Map([...table.querySelectorAll(".tx-lent")].map((body) => [body, createLent(body)]));
  for (const node of table.querySelectorAll("tr[data-input]")) {
    const a = assumptions.get(node.dataset.input);
    if (a) rows.set(a.id, createRow(node, a, change, reset, lent.get(node.parentElement)));
  }
  return rows;
}

// A group of inputs that belong to another claim: its rows stay out of sight until asked for, or until led to.
function createLent(body) {
  const head = body.querySelector(".tx-group th");
  const count = body.querySelectorAll(".tx-row").length;
  const told = element("span", { class: "tx-lent-count" });
  const button = element(
    "button",
    { type: "button", class: "tx-lent-open", "aria-expanded": "false", onclick: () => open(!body.classList.contains("tx-open")) },
    head.textContent,
    " ",
    told,
  );
  head.replaceChildren(button);
  const moved = new Set();

  function open(yes) {
    body.classList.toggle("tx-open", yes);
    button.setAttribute("aria-expanded", String(yes));
  }

  function tell() {
    setText(told, moved.size ? `${count} inputs, ${moved.size} changed` : `${count} inputs`);
  }

  tell();
  return {
    open,
    mark(id, touched) {
      if (touched === moved.has(id)) return;
      if (touched) moved.add(id);
      else moved.delete(id);
      tell();
    },
  };
}

function createRow(node, a, change, reset, group) {
  const fixed = certain(a.scale);
  const switched = a.scale === "switch";
  let interval = a.interval;
  let shown = [];
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", a.label);
  const error = element("p", { class: "tx-wrong", role: "alert", id: uniqueId("wrong") });
  const flips = node.querySelector(".tx-flips");
  flips.id = uniqueId("flips");
  const glossed = node.querySelector(".tx-gloss");
  const mark = node.querySelector(".tx-flip");
  const create = switched ? createSwitch : createSlider;
  const slider = create(node.querySelector(".tx-slider"), a, (next) => {
    wrong("");
    change(a.id, next);
  });
  slider.describe(flips.id);

  const resetButton = element(
    "button",
    {
      type: "button",
      class: "tx-reset",
      "aria-label": `Reset ${a.label} to the book’s default, ${inWords(a, a.interval)}`,
      onclick() {
        slider.focus(); // the button goes away; the focus stays in the row
        wrong("");
        reset(a.id);
      },
    },
    "reset",
  );
  const why = node.querySelector(".tx-why");
  glossed.after(resetButton);
  why.append(error);

  function wrong(text, input = null) {
    setText(error, text);
    for (const i of inputs) {
      const is = i === input;
      i.toggleAttribute("aria-invalid", is);
      if (is) {
        i.setAttribute("aria-invalid", "true");
        i.setAttribute("aria-describedby", error.id);
      } else i.removeAttribute("aria-describedby");
    }
  }

  // Takes over what was typed at end k, or says what is allowed and keeps the old value.
  function commit(k, input) {
    if (input.value.trim() === shown[k]) return wrong("");
    const kept = `Kept ${withUnit(a, shown[k])}.`;
    let value;
    try {
      value = parse(input.value, a);
    } catch (problem) {
      return wrong(`${problem.message}. ${kept}`, input);
    }
    const [low, high] = a.bounds;
    if (value < low || value > high) {
      return wrong(`Allowed: ${withUnit(a, `${field(low)} to ${field(high)}`)}. ${kept}`, input);
    }
    if (!fixed && k === 0 && value > interval[1]) {
      return wrong(`The lower end must not exceed the upper end, ${withUnit(a, shown[1])}. ${kept}`, input);
    }
    if (!fixed && k === 1 && value < interval[0]) {
      return wrong(`The upper end must not be below the lower end, ${withUnit(a, shown[0])}. ${kept}`, input);
    }
    wrong("");
    return change(a.id, fixed ? [value, value] : k === 0 ? [value, interval[1]] : [interval[0], value]);
  }

  const ends = switched ? [] : fixed ? [a.label] : [`${a.label}, lower end`, `${a.label}, upper end`];
  const inputs = ends.map((name, k) => {
    const input = element("input", {
      type: "text",
      class: "tx-end",
      inputmode: a.bounds[0] < 0 ? "text" : "decimal",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": `${name}, ${a.unit}`,
      onchange: () => commit(k, input),
      onfocus: () => input.select(),
      onblur: () => (input.value = shown[k]),
      onkeydown(event) {
        if (event.key === "Enter") commit(k, input);
        if (event.key === "Escape") {
          input.value = shown[k];
          wrong("");
        }
      },
    });
    return input;
  });
  const value = node.querySelector(".tx-value");
  const dash = fixed ? [] : [" – "];
  const unit = a.mark ? [" ", element("span", { class: "tx-unit" }, a.mark)] : [];
  const word = element("span");
  if (switched) value.replaceChildren(word);
  else value.replaceChildren(inputs[0], ...dash, ...inputs.slice(1), ...unit);

  return {
    node,
    show(next, touched) {
      interval = next;
      shown = next.map((v) => field(v));
      inputs.forEach((input, k) => {
        // A field being typed in is left alone, unless it is this change that it made.
        if (input !== document.activeElement || input.value === "" || error.textContent === "") {
          input.value = shown[k];
          if (!FITS) input.style.width = `${Math.max(2, shown[k].length) + 0.4}ch`;
        }
      });
      slider.show(next, touched);
      if (switched) setText(word, inWords(a, next));
      setText(glossed, gloss(a, next));
      node.classList.toggle("tx-mine", touched);
      group?.mark(a.id, touched);
    },
    showFlip(flip) {
      if (switched) return;
      const words = flipWords(a, flip);
      setText(flips, words);
      setText(mark.querySelector("title"), words);
      if (flip === null || flip === undefined) mark.setAttribute("visibility", "hidden");
      else {
        mark.removeAttribute("visibility");
        setAttribute(mark, "x", percentage(slider.place(flip)));
      }
    },
    clear: () => wrong(""),
    // Brings the row into view with the focus on its slider.
    visit() {
      group?.open(true);
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      node.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
      slider.focus();
      node.classList.remove("tx-visited");
      void node.offsetWidth; // restarts the highlight
      node.classList.add("tx-visited");
    },
  };
}
