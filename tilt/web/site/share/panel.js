// The one Share of every page: name and note, the link, a sentence with its numbers, the picture, code to embed, the file.
// Loaded when it is first asked for. Everything is made here, in the page, and nothing is sent.

import { MOST, clean } from "../../about.js";
import { linkOf } from "../../address.js";
import { button, element, setText, uniqueId } from "../../dom.js";
import { download, saveFile } from "../../file.js";
import { asPng, asSvg } from "./drawing.js";
import { gather, sentence } from "./facts.js";
import { openFile } from "./open.js";
import { draw } from "./picture.js";

/** @typedef {import("../../store.js").Store} Store */
/** @typedef {import("../../types.js").Whole} Whole */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const WAIT = 350; // ms after the last letter: link, sentence and picture follow
const EMBEDDED = 620; // height of the embedded page, which is as wide as its place

export class Share {
  /** @type {Store} */ #store;
  /** @type {Whole} */ #whole;
  /** @type {HTMLDialogElement} */ #dialog;
  #said = element("p", { class: "tilt-share-said", role: "status" });
  #link = element("input", { readonly: true, type: "text" });
  #sentence = element("textarea", { readonly: true, rows: 4 });
  #code = element("textarea", { readonly: true, rows: 3 });
  #picture = element("img", { alt: "", width: 600, height: 400 });
  #name = this.#written("name", element("input", { type: "text", maxlength: MOST.name, autocomplete: "off" }));
  #note = this.#written("note", element("textarea", { rows: 2, maxlength: MOST.note }));
  #naming = element("div", { class: "tilt-share-naming" });
  #whose = element("p");
  /** @type {import("./drawing.js").Drawing | null} */ #drawing = null;
  /** @type {HTMLButtonElement | undefined} */ #first; // to have the focus
  /** @type {Promise<void>} */ #following = Promise.resolve();
  #turn = 0; // of the picture: one that is still under way when another begins is dropped
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {Store} store @param {Whole} whole */
  constructor(store, whole) {
    this.#store = store;
    this.#whole = whole;
    this.#dialog = element("dialog", { class: "tilt-share-panel", "aria-labelledby": "tilt-share-title" }, ...this.#content());
    // A click beside the panel falls on the dialog itself.
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("close", () => clearTimeout(this.#timer));
    document.body.append(this.#dialog);
  }

  async open() {
    const { about, canSay, values } = this.#store;
    const moved = Object.keys(values).length > 0;
    this.#name.value = about.name;
    this.#note.value = about.note;
    this.#naming.hidden = !moved || !canSay;
    setText(this.#whose, moved && !canSay ? "These are not your own assumptions: make them yours to give them a name and note." : "");
    setText(this.#said, "");
    this.#link.value = linkOf(this.#store); // needs nothing that has to be computed
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#first?.focus();
    await (this.#following = this.#follow());
  }

  #content() {
    const close = button("×", () => this.#dialog.close(), { class: "tilt-close", "aria-label": "Close" });
    const title = element("h2", { id: "tilt-share-title" }, "Share what this page shows");
    this.#naming.append(...this.#labelled("Name of this version", this.#name, "optional"), ...this.#labelled("Note", this.#note, "optional"));
    const words = element("div", {}, this.#naming, this.#whose, this.#copied("Link", this.#link), ...this.#sending(), this.#copied("In words", this.#sentence), this.#copied("To embed", this.#code));
    const pictures = element("div", { class: "tilt-share-picture" }, this.#picture, this.#files());
    const quiet = "Nothing leaves your browser: the values stand in the link behind its #, which is not sent to any server.";
    return [element("header", {}, title, close), element("div", { class: "tilt-share-parts" }, words, pictures), element("footer", {}, element("p", {}, quiet), this.#said)];
  }

  /** The system's own way to send, where there is one. */
  #sending() {
    if (typeof navigator.share !== "function") return [];
    const send = () => navigator.share({ title: document.title, url: this.#link.value }).catch(() => {}); // closed again
    return [element("p", {}, button("Send the link…", send))];
  }

  #files() {
    const file = element("input", { type: "file", accept: ".yaml,.yml", id: uniqueId("file"), onchange: () => this.#open(file.files?.[0]) });
    const { edition } = this.#whole;
    return element(
      "div",
      { class: "tilt-share-files" },
      button("Picture as PNG", () => this.#savePicture("png")),
      button("Picture as SVG", () => this.#savePicture("svg")),
      button("Download scenario (YAML)", () => saveFile(this.#store, edition)),
      element("label", { for: file.id }, "Open a scenario file ", file),
      element("p", {}, "Or drop one on any page. Your own assumptions stay as they are."),
    );
  }

  /**
   * @param {string} text
   * @param {Field} field
   * @param {string} hint
   */
  #labelled(text, field, hint) {
    field.id = uniqueId("share");
    return [element("label", { for: field.id }, text, " ", element("span", {}, hint)), field];
  }

  /**
   * A field with a button that copies it.
   * @param {string} text
   * @param {Field} field
   */
  #copied(text, field) {
    const copy = button("Copy", () => this.#copy(text, field, copy), { "aria-label": `Copy: ${text}` });
    this.#first ??= copy;
    field.addEventListener("focus", () => field.select());
    return element("div", { class: "tilt-share-copied" }, ...this.#labelled(text, field, ""), copy);
  }

  /** @param {string} what @param {Field} field @param {HTMLButtonElement} copy */
  async #copy(what, field, copy) {
    try {
      await navigator.clipboard.writeText(field.value);
      setText(copy, "Copied");
      setText(this.#said, `${what}: copied.`);
      setTimeout(() => setText(copy, "Copy"), 2000);
    } catch {
      field.focus();
      field.select();
      setText(this.#said, "The clipboard is closed to this page. The text is selected: copy it with your keyboard or menu.");
    }
  }

  /**
   * A field in which the reader writes of their version.
   * @template {Field} Written
   * @param {"name" | "note"} what
   * @param {Written} field
   * @returns {Written}
   */
  #written(what, field) {
    field.addEventListener("input", () => {
      this.#store.say({ [what]: clean(field.value, MOST[what]) });
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.#following = this.#follow()), WAIT);
    });
    return field;
  }

  /** Link, sentence, code and picture of what is shown now. */
  async #follow() {
    const turn = ++this.#turn;
    const facts = await gather(this.#store, this.#whole);
    if (turn !== this.#turn) return;
    const words = sentence(facts);
    this.#link.value = facts.link;
    this.#sentence.value = words;
    this.#code.value = embedCode(facts);
    const drawing = draw(facts);
    this.#drawing = drawing;
    this.#picture.alt = drawing.title;
    const before = this.#picture.src;
    this.#picture.height = Math.round((this.#picture.width * drawing.height) / drawing.width);
    this.#picture.src = URL.createObjectURL(new Blob([await asPng(drawing)], { type: "image/png" }));
    if (before) URL.revokeObjectURL(before);
  }

  /** @param {"png" | "svg"} form */
  async #savePicture(form) {
    await this.#following;
    const drawing = this.#drawing;
    if (!drawing) return;
    const picture = form === "png" ? await asPng(drawing) : new Blob([asSvg(drawing)], { type: "image/svg+xml" });
    download(`tilt.${form}`, picture);
  }

  /** @param {File | undefined} file */
  async #open(file) {
    if (!file) return;
    this.#dialog.close();
    await openFile(file, this.#store);
  }
}

/**
 * A page of the claim's instrument alone, to stand in another page; it follows the values in its address.
 * @param {import("./facts.js").Facts} facts
 */
function embedCode({ book, slug, claim, link }) {
  const page = new URL(`../../embed/${slug}.html`, import.meta.url).href;
  const address = `${page}#${link.split("#")[1] ?? ""}`.replaceAll("&", "&amp;");
  return `<iframe src="${address}" title="${`${book}. ${claim}`.replaceAll('"', "&quot;")}" width="100%" height="${EMBEDDED}" loading="lazy" style="border: 0"></iframe>`;
}
