// The main paths through the book, each as a reader in Firefox takes it. A path throws where it leads elsewhere.

import { PHONE, WIDE } from "./visit.js";

/** @typedef {import("./visit.js").Visit} Visit */

/**
 * What tests/browser/test_firefox.py works out in Python, to be found on the pages.
 * @typedef {object} Given
 * @property {string[]} pages addresses from the root of the site
 * @property {string} chapter address of the chapter that is driven
 * @property {string} next address of the chapter after it that is visited with the same values
 * @property {{ hash: string, input: string, ends: string[], share: string }} link values and what they come to
 * @property {{ name: string, title: string, share: string, after: string }} scenario and its share here and in the next chapter
 */

/** @param {boolean} holds @param {string} otherwise */
function check(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

/** @param {Visit} visit */
const sideways = ({ page }) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** @param {string | null} text a share as the page writes it */
const points = (text) => Number.parseFloat((text ?? "").replace("−", "-"));

/** @type {Record<string, (visit: Visit, open: (path: string) => Promise<unknown>, given: Given) => Promise<void>>} */
export const PATHS = {
  async "every page is quiet and fits"(visit, open, { pages }) {
    for (const path of pages) {
      await visit.resize(WIDE);
      await open(path);
      check((await visit.page.$$("h1")).length === 1, `${path}: not one heading above all`);
      check((await sideways(visit)) <= 0, `${path} scrolls sideways at ${WIDE.width} px`);
      await visit.resize(PHONE);
      check((await sideways(visit)) <= 0, `${path} scrolls sideways at ${PHONE.width} px`);
    }
  },

  async "the instrument answers keys and takes them back"(visit, open, { chapter }) {
    await open(chapter);
    await visit.page.waitForSelector(".ti-live");
    const before = await visit.text(".ti-credence");
    await visit.press("[data-strong] input[type=range]", "End");
    await visit.says(".ti-who", "With your assumptions");
    await visit.until((was) => document.querySelector(".ti-credence")?.textContent !== was, before);
    check(Math.abs(points(await visit.text(".ti-credence")) - points(before)) >= 3, "its first slider moves too little");
    check((await visit.text(".tx-verdict .tx-credence")) === (await visit.text(".ti-credence")), "the explorer says another share");
    await visit.page.click(".ti-undo");
    await visit.says(".ti-who", "With the book’s defaults");
    check((await visit.text(".ti-credence")) === before, "undo does not lead back");
  },

  async "a slider on the first page moves the map"(visit, open) {
    await open("book/index.html");
    await visit.page.waitForSelector(".ti-live");
    await visit.press("[data-strong] input[type=range]", "End");
    await visit.says(".ti-who", "With your assumptions");
    await visit.until(() => {
      const inMap = document.querySelector('[data-live^="credence differential tilt"][data-mine]');
      return inMap?.textContent === document.querySelector(".ti-credence")?.textContent;
    });
  },

  async "charts are drawn when they are reached, and follow"(visit, open, { chapter }) {
    await open(chapter);
    await visit.page.waitForSelector(".tx-live");
    for (const picture of await visit.page.$$(".tx-picture .tx-chart")) {
      await picture.evaluate((e) => e.scrollIntoView({ block: "center" }));
      await visit.until((e) => e.querySelector(".tx-view"), picture);
    }
    const drawn = () => visit.page.$$eval(".tx-picture .tx-view", (all) => all.map((e) => e.innerHTML).join(""));
    const before = await drawn();
    await visit.press(".tx-row input[type=range]", "End");
    await visit.says(".tx-who", "With your assumptions");
    await visit.until((was) => was !== [...document.querySelectorAll(".tx-picture .tx-view")].map((e) => e.innerHTML).join(""), before);
    await visit.page.keyboard.down("Control");
    await visit.page.keyboard.press("z");
    await visit.page.keyboard.up("Control");
    await visit.says(".tx-who", "With the book’s defaults");
  },

  async "what is typed is taken or explained"(visit, open, { chapter, link }) {
    await open(chapter);
    await visit.page.waitForSelector(".tx-live");
    await visit.page.$$eval(".tx-fold-open[aria-expanded=false]", (all) => all.forEach((e) => e.click()));
    const row = `.tx-row[data-input="${link.input}"]`;
    for (const [k, value] of link.ends.entries()) {
      const [field] = (await visit.page.$$(`${row} .tx-end`)).slice(k);
      await field.evaluate((e) => e.select());
      await field.type(value);
      await visit.page.keyboard.press("Enter");
    }
    await visit.says(".tx-verdict .tx-credence", link.share);
    const field = await visit.page.$(`${row} .tx-end`);
    await field.evaluate((e) => e.select());
    await field.type("some");
    await visit.page.keyboard.press("Enter");
    await visit.says(`${row} [role=alert]`, "is not a number");
  },

  async "a link opens with its values"(visit, open, { chapter, link }) {
    await open(chapter + link.hash);
    await visit.page.waitForSelector(".tx-live");
    await visit.says(".tx-verdict .tx-credence", link.share);
    const ends = await visit.page.$$eval(`.tx-row[data-input="${link.input}"] .tx-end`, (all) => all.map((e) => e.value));
    check(ends.join() === link.ends.join(), `the link's ends arrive as ${ends}`);
  },

  async "a scenario holds in the next chapter"(visit, open, { chapter, next, scenario }) {
    await open(chapter);
    await visit.page.waitForSelector(".tx-live");
    await visit.page.select(".tx-scenario select", scenario.name);
    await visit.says(".tx-verdict .tx-credence", scenario.share);
    await visit.until(() => location.hash);
    await visit.page.$eval(`.tilt-navigation a[href*="${next.split("/").at(-1)}"]`, (e) => e.click());
    await visit.until((path) => location.pathname.endsWith(path) && document.querySelector(".tx-live"), next);
    await visit.says(".tx-verdict .tx-credence", scenario.after);
    check((await visit.page.$eval(".tx-scenario select", (e) => e.value)) === scenario.name, "the menu has another scenario");
    await visit.says(".tilt-mine", scenario.title);
  },

  async "a sentence acts and is taken back"(visit, open, { chapter }) {
    await open(chapter);
    await visit.page.waitForSelector(".tx-live");
    const before = await visit.text(".ti-credence");
    await visit.page.$eval(".tilt-set[data-set]", (e) => e.scrollIntoView({ block: "center" }));
    await visit.press(".tilt-set[data-set]", "Enter");
    await visit.says(".tilt-did [role=status]", before);
    await visit.says(".ti-who", "With your assumptions");
    await visit.press(".tilt-did button", "Enter"); // the note has just come: where a mouse aimed may have moved
    await visit.says(".ti-who", "With the book’s defaults");
    await visit.until(() => !document.querySelector(".tilt-did"));
    check((await visit.text(".ti-credence")) === before, "undo does not lead back");
  },

  async "colours can be dark, and stay so"(visit, open, { chapter, next }) {
    await open(chapter);
    const paper = () => visit.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    for (let k = 0; k < 2; k++) await visit.page.$eval(".tilt-mode", (e) => e.click());
    await visit.until(() => document.documentElement.dataset.theme === "dark");
    const dark = await paper();
    check(dark !== light, `paper stays ${light}`);
    await open(next);
    check((await paper()) === dark, "the next page is light again");
  },
};
