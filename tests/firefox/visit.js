// A page of the site opened in Firefox, in a context of its own, with everything it asked for and said since.

import { createRequire } from "node:module";

const require = createRequire(new URL("../../tools/javascript/package.json", import.meta.url));
const puppeteer = require("puppeteer-core");

const PATIENCE = 30_000; // ms; a busy machine is slow, not wrong

export const WIDE = { width: 1280, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** @param {string} executablePath */
export const launch = (executablePath) =>
  puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    defaultViewport: null,
    args: [`--width=${WIDE.width}`, `--height=${WIDE.height}`],
    extraPrefsFirefox: { "ui.prefersReducedMotion": 1, "layout.css.prefers-color-scheme.content-override": 1 },
    protocolTimeout: 2 * PATIENCE,
  });

export class Visit {
  page;
  /** @type {string[]} */ said = []; // in the console
  /** @type {string[]} */ thrown = [];
  /** @type {string[]} */ elsewhere = []; // addresses beyond the site's own
  /** @type {string[]} */ missing = [];

  /**
   * @param {import("puppeteer-core").Page} page
   * @param {string} origin
   */
  constructor(page, origin) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
    page.on("console", (message) => this.said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => {
      // So Firefox calls a module that a page was still loading when it was left; one that is not there is missing.
      if (!String(error).includes("error loading dynamically imported module")) this.thrown.push(String(error));
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`) && !/^(data|blob|about):/.test(request.url())) this.elsewhere.push(request.url());
    });
    page.on("response", (answer) => {
      if (answer.status() >= 400) this.missing.push(answer.url());
    });
  }

  /** Throws where anything was said, thrown, missing, or asked for elsewhere. */
  quiet() {
    for (const kind of /** @type {const} */ (["said", "thrown", "missing", "elsewhere"])) {
      if (this[kind].length) throw new Error(`${kind}: ${this[kind].join("; ")}`);
    }
  }

  /** @param {{ width: number, height: number }} size of the window's inside */
  async resize(size) {
    try {
      await this.page.setViewport(size);
    } catch (error) {
      // The size is set; the turning of the screen, asked for with it, is unknown to Firefox before 144.
      if (!String(error).includes("setScreenOrientationOverride")) throw error;
    }
    await this.page.waitForFunction((width) => innerWidth === width, {}, size.width);
  }

  /** @param {string} selector */
  text(selector) {
    return this.page.$eval(selector, (e) => e.textContent.trim());
  }

  /**
   * Waits until an element's text is, or holds, what is expected.
   * @param {string} selector
   * @param {string} expected
   */
  async says(selector, expected) {
    const holds = (s, words) => [...document.querySelectorAll(s)].some((e) => e.textContent.includes(words));
    try {
      await this.page.waitForFunction(holds, {}, selector, expected);
    } catch {
      const found = await this.page.$$eval(selector, (all) => all.map((e) => e.textContent));
      throw new Error(`${selector} does not say “${expected}” but ${JSON.stringify(found)}`);
    }
  }

  /** @param {string} selector of a control @param {string[]} keys */
  async press(selector, ...keys) {
    await this.page.waitForSelector(selector);
    await this.page.focus(selector);
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /**
   * Waits for something to hold on the page.
   * @param {(...given: any[]) => unknown} condition
   * @param {...any} given
   */
  async until(condition, ...given) {
    try {
      await this.page.waitForFunction(condition, {}, ...given);
    } catch (error) {
      throw new Error(`never held: ${condition} ${given.join(" ")}`, { cause: error });
    }
  }
}
