// What a reader moves keeps its place on the screen while the page above it grows or shrinks: a note of what differs
// appears, a sentence takes another line. Not all browsers see to that, so none is relied on.

const LASTS = 1000; // ms after the last movement, by when everything has settled

/** @type {{ element: Element, top: number } | null} what is held, and where in the window */
let held = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let watched = false;

const topOf = (/** @type {Element} */ element) => element.getBoundingClientRect().top;

/** @param {Element | null} element whether it stands in something that sticks, which no scrolling moves */
function sticks(element) {
  for (let at = element; at; at = at.parentElement) {
    if (/sticky|fixed/.test(getComputedStyle(at).position)) return true;
  }
  return false;
}

function letGo() {
  held = null;
  document.documentElement.style.overflowAnchor = "";
}

function watch() {
  watched = true;
  // Told after the layout and before the paint: nobody sees it elsewhere.
  new ResizeObserver(() => {
    const by = held ? topOf(held.element) - held.top : 0;
    if (Math.abs(by) >= 1) scrollBy({ top: by, behavior: "instant" });
  }).observe(document.body);
  addEventListener("scroll", () => held && (held.top = topOf(held.element)), { passive: true });
}

/**
 * Holds something in its place from now, before what moves it has changed anything, until a second after.
 * @param {Element} element
 */
export function keepStill(element) {
  if (!watched) watch();
  if (held?.element !== element) held = sticks(element) ? null : { element, top: topOf(element) };
  clearTimeout(timer);
  timer = setTimeout(letGo, LASTS);
  if (held) document.documentElement.style.overflowAnchor = "none"; // two corrections would be one too many
}
