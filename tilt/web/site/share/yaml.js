// Reads the part of YAML that scenario files are written in: maps and lists, in blocks or in brackets, plain, quoted and
// folded text. Whatever else YAML can do, such as anchors and tags, is refused with its line: a file is anybody's.

/** @typedef {string | number | boolean | null | Yaml[] | { [key: string]: Yaml }} Yaml */

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[\w.-]+)[ \t]*:(?:[ \t]+(.*)|)$/;
const FLOAT = /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const DEEP = 12;

class Lines {
  /** @type {string[]} */ #lines;
  at = 0;

  /** @param {string} text */
  constructor(text) {
    this.#lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  }

  /** The line under the cursor, past what says nothing; null at the end. */
  get line() {
    while (this.at < this.#lines.length && /^\s*(#.*)?$|^---\s*$/.test(this.raw)) this.at += 1;
    return this.at < this.#lines.length ? this.raw : null;
  }

  get raw() {
    return this.#lines[this.at] ?? "";
  }

  get ended() {
    return this.at >= this.#lines.length;
  }

  /** How far the line under the cursor is indented; -1 at the end. */
  get indent() {
    const { line } = this;
    return line === null ? -1 : line.length - line.trimStart().length;
  }

  /** @param {string} what @returns {never} */
  refuse(what) {
    throw new Error(`line ${Math.min(this.at + 1, this.#lines.length)} ${what}`);
  }
}

/**
 * A file's content. Throws an Error that names the line it does not understand.
 * @param {string} text
 */
export function parseYaml(text) {
  const lines = new Lines(text);
  const found = lines.line === null ? null : block(lines, lines.indent, 0);
  return lines.line === null ? found : lines.refuse("is not indented like what stands before it");
}

/**
 * @param {Lines} lines
 * @param {number} indent
 * @param {number} depth
 * @returns {Yaml}
 */
function block(lines, indent, depth) {
  if (depth > DEEP) lines.refuse("is nested too deep");
  if (lines.raw.includes("\t")) lines.refuse("has a tabulator; indent with spaces");
  return /^\s*-(\s|$)/.test(lines.raw) ? list(lines, indent, depth) : map(lines, indent, depth);
}

/** @param {Lines} lines @param {number} indent @param {number} depth */
function map(lines, indent, depth) {
  /** @type {Record<string, Yaml>} */
  const found = Object.create(null);
  while (lines.line !== null && lines.indent === indent) {
    const stated = KEY.exec(lines.raw.trim()) ?? lines.refuse("is no “name: value”");
    const key = String(scalar(stated[1] ?? "", lines));
    if (key in found) lines.refuse(`has “${key.slice(0, 40)}” a second time`);
    found[key] = value(lines, stated[2] ?? "", indent, depth);
  }
  return found;
}

/** @param {Lines} lines @param {number} indent @param {number} depth */
function list(lines, indent, depth) {
  /** @type {Yaml[]} */
  const found = [];
  while (lines.line !== null && lines.indent === indent && /^\s*-(\s|$)/.test(lines.raw)) {
    found.push(value(lines, lines.raw.trim().slice(1).trim(), indent, depth));
  }
  return found;
}

/**
 * @param {Lines} lines
 * @param {string} text behind the name
 * @param {number} indent of the name
 * @param {number} depth
 * @returns {Yaml}
 */
function value(lines, text, indent, depth) {
  const plain = text.startsWith("#") ? "" : text;
  if (/^[&*!%@`]/.test(plain)) lines.refuse("uses a part of YAML that scenario files do without");
  if (/^[|>][+-]?\d?\s*(#.*)?$/.test(plain)) return folded(lines, plain, indent);
  lines.at += 1;
  if (!plain) return lines.line !== null && lines.indent > indent ? block(lines, lines.indent, depth + 1) : null;
  if (/^["'[{]/.test(plain)) return new Flow(lines, plain, indent).whole();
  let said = plain.replace(/\s#.*$/, "");
  while (lines.line !== null && lines.indent > indent) {
    said += ` ${lines.raw.trim().replace(/\s#.*$/, "")}`;
    lines.at += 1;
  }
  return scalar(said.trim(), lines);
}

/**
 * Text in a block: its lines joined by spaces, or kept.
 * @param {Lines} lines
 * @param {string} mark
 * @param {number} indent
 */
function folded(lines, mark, indent) {
  /** @type {string[]} */
  const found = [];
  for (lines.at += 1; !lines.ended; lines.at += 1) {
    const { raw } = lines;
    if (raw.trim() && raw.length - raw.trimStart().length <= indent) break;
    found.push(raw.trim());
  }
  return found.join(mark.startsWith("|") ? "\n" : " ").trim();
}

/**
 * @param {string} text
 * @param {Lines} lines
 * @returns {string | number | boolean | null}
 */
function scalar(text, lines) {
  if (text.startsWith('"')) {
    try {
      return JSON.parse(text);
    } catch {
      return lines.refuse("has quotation marks that do not close, or a sign behind \\ that is not read");
    }
  }
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (FLOAT.test(text)) return Number(text.replaceAll("_", ""));
  if (/^(null|~|)$/i.test(text)) return null;
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  return text;
}

/** What stands in brackets or quotation marks, which may go on over several lines. */
class Flow {
  /** @type {Lines} */ #lines;
  #text;
  #indent;
  #at = 0;

  /** @param {Lines} lines @param {string} text @param {number} indent */
  constructor(lines, text, indent) {
    this.#lines = lines;
    this.#text = text;
    this.#indent = indent;
  }

  whole() {
    const found = this.#value(0);
    if (!/^\s*(#.*)?$/.test(this.#text.slice(this.#at))) this.#lines.refuse("goes on behind its closing sign");
    return found;
  }

  /** The next sign that is not empty, over the ends of lines. */
  #next() {
    for (;;) {
      const rest = this.#text.slice(this.#at);
      const [gap = ""] = /^\s*(?:#.*)?/.exec(rest) ?? [];
      this.#at += gap.length;
      if (this.#at < this.#text.length) return this.#text[this.#at] ?? "";
      this.#more();
    }
  }

  #more() {
    const lines = this.#lines;
    if (lines.line === null || lines.indent <= this.#indent) lines.refuse("stands where a closing sign is missing");
    this.#text += ` ${lines.raw.trim()}`;
    lines.at += 1;
  }

  /** @param {number} depth @returns {Yaml} */
  #value(depth) {
    if (depth > DEEP) this.#lines.refuse("is nested too deep");
    const sign = this.#next();
    if (sign === "[") return this.#list(depth);
    if (sign === "{") return this.#map(depth);
    return this.#scalar();
  }

  #scalar() {
    const shape = { '"': /^"(?:[^"\\]|\\.)*"/, "'": /^'(?:[^']|'')*'/ }[this.#next()] ?? /^[^,[\]{}]*?(?=\s*([,[\]{}]|:\s|\s#|$))/;
    let found = shape.exec(this.#text.slice(this.#at));
    while (!found) {
      this.#more();
      found = shape.exec(this.#text.slice(this.#at));
    }
    this.#at += found[0].length;
    return scalar(found[0], this.#lines);
  }

  /** @param {number} depth */
  #list(depth) {
    /** @type {Yaml[]} */
    const found = [];
    this.#at += 1;
    while (this.#next() !== "]") {
      found.push(this.#value(depth + 1));
      this.#between("]");
    }
    this.#at += 1;
    return found;
  }

  /** @param {number} depth */
  #map(depth) {
    /** @type {Record<string, Yaml>} */
    const found = Object.create(null);
    this.#at += 1;
    while (this.#next() !== "}") {
      const key = String(this.#scalar());
      if (this.#next() !== ":") this.#lines.refuse("has a name without a value");
      this.#at += 1;
      found[key] = this.#value(depth + 1);
      this.#between("}");
    }
    this.#at += 1;
    return found;
  }

  /** @param {string} end */
  #between(end) {
    const sign = this.#next();
    if (sign === ",") this.#at += 1;
    else if (sign !== end) this.#lines.refuse(`lacks a comma or a closing ${end}`);
  }
}
