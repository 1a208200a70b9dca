// The way around a page: the section being read is marked in the contents, and a part that is folded opens for a link
// that leads to it.

/** @typedef {{ link: HTMLAnchorElement, section: HTMLElement }} Place */

const LINKS = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".tilt-sections a"));
const READING = 0.3; // of the window's height, from above: the section that lies there is being read

/** @param {string} hash as an address has it @returns {HTMLElement | null} */
function targetOf(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // no escapes that mean anything
  }
}

/** @returns {Place[]} */
const places = () =>
  [...LINKS].flatMap((link) => {
    const section = link.closest(".tilt-top") ? null : targetOf(link.hash);
    return section ? [{ link, section }] : [];
  });

/** @param {Place[]} all */
function mark(all) {
  const line = READING * innerHeight;
  const ended = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  const passed = all.filter(({ section }) => section.getBoundingClientRect().top <= line);
  const read = ended ? all.at(-1) : passed.at(-1);
  for (const place of all) {
    if (place === read) place.link.setAttribute("aria-current", "location");
    else place.link.removeAttribute("aria-current");
  }
}

/** While the explorer's compact line stands at the top, a low screen does without the page's own bar. */
function yieldBar() {
  const explorer = document.querySelector("tilt-explorer .tx");
  const verdict = explorer?.querySelector(".tx-verdict");
  const past = Boolean(verdict && explorer && verdict.getBoundingClientRect().bottom <= 0 && explorer.getBoundingClientRect().bottom > 0);
  document.documentElement.classList.toggle("tilt-exploring", past);
}

/**
 * Opens what an address leads to: everything it is folded in, and itself where it is the title of a folded part.
 * @param {string} hash
 */
function reveal(hash) {
  const target = hash.length > 1 ? targetOf(hash) : null;
  if (!target) return;
  let opened = false;
  for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement && !at.open) opened = at.open = true;
  }
  const own = target.querySelector(":scope > details.tilt-fold");
  if (own instanceof HTMLDetailsElement && !own.open) opened = own.open = true;
  if (opened) target.scrollIntoView();
}

/** Marks the section being read from now on, and opens what the page's address and its links lead to. */
export function showWay() {
  const all = places();
  let asked = false;
  const follow = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      mark(all);
      yieldBar();
    });
  };
  follow();
  for (const type of ["scroll", "resize"]) addEventListener(type, follow, { passive: true });
  reveal(location.hash);
  addEventListener("hashchange", () => reveal(location.hash));
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest("a[href^='#']");
    if (link) reveal(link.getAttribute("href") ?? "");
  });
}
