// Elements in one line. Text goes in as text nodes, never as markup.

// element("button", { type: "button", class: "tx-reset", onclick: f }, "reset")
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

let last = 0;

// An id of its own, also with several explorers on a page.
export function uniqueId(stem) {
  last += 1;
  return `tx-${stem}-${last}`;
}

// Writes only what changed: what stays the same costs no layout.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}
