// The explorer inside Jupyter and Voila: asks the kernel for what the page does not have yet, links the page's own
// modules from the strings it is sent, then mounts them on the same markup. Modules come ordered, each after those it
// imports. Each model brings this file anew; what a page needs once stands in `shared`.

/**
 * @typedef {object} Part a text of the kernel's
 * @property {Promise<string>} text
 * @property {(text: string) => void} arrive
 * @property {boolean} arrived
 * @property {boolean} asking
 * @property {{ model: any, signal: AbortSignal }[]} waiting who may still ask for it
 */

const PATIENCE = 30_000; // ms until another explorer asks as well: the kernel of the first may be gone
const SLOW = 3000; // ms until a reader is told why there is nothing to move

/** @type {{ parts: Map<string, Part>, linked: Map<string, string> }} */
const shared = (/** @type {any} */ (globalThis)[Symbol.for("tilt.explorer.1")] ??= { parts: new Map(), linked: new Map() });

const later = (/** @type {number} */ wait) => new Promise((resolve) => setTimeout(resolve, wait));
const aborted = (/** @type {AbortSignal} */ signal) => new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));

/**
 * @param {string} name
 * @returns {Part}
 */
function partOf(name) {
  const known = shared.parts.get(name);
  if (known) return known;
  /** @type {Part["arrive"]} */
  let resolve = () => {};
  const text = /** @type {Promise<string>} */ (new Promise((done) => (resolve = done)));
  /** @type {Part} */
  const part = { text, arrived: false, asking: false, waiting: [], arrive: (found) => resolve(found) };
  shared.parts.set(name, part);
  return part;
}

/**
 * One of those that wait asks for them all; another where it is closed meanwhile, or its kernel does not answer.
 * @param {Part} part
 * @param {string} name
 */
async function ask(part, name) {
  if (part.asking) return;
  part.asking = true;
  while (!part.arrived) {
    const asker = part.waiting.shift();
    if (!asker) break;
    if (asker.signal.aborted) continue;
    asker.model.send({ want: name });
    await Promise.race([part.text, aborted(asker.signal), later(PATIENCE)]);
  }
  part.asking = false;
}

/** @param {{ part?: string, text?: string } | null} message of the kernel's */
function hear(message) {
  if (typeof message?.part !== "string" || typeof message.text !== "string") return;
  const part = partOf(message.part);
  part.arrived = true;
  part.arrive(message.text);
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {string} an address that the module can be imported from
 */
function link(name, text) {
  const known = shared.linked.get(text);
  const address = known ?? URL.createObjectURL(new Blob([placed(text)], { type: "text/javascript" }));
  shared.linked.set(text, address);
  shared.linked.set(name, address);
  return address;
}

/** @param {string} text with its imports at the addresses of the modules they name */
function placed(text) {
  return text.replace(/(?<= from ")tilt:([\w./-]+)(?=";$)/gm, (_, needed) => shared.linked.get(needed) ?? needed);
}

/**
 * A style sheet of the page's, or of the shadow that the explorer stands in.
 * @param {HTMLElement} el
 * @param {string} name
 * @param {string} text
 */
function style(el, name, text) {
  const root = el.getRootNode();
  const place = root instanceof ShadowRoot ? root : document.head;
  const known = place.querySelector(`style[data-tilt="${name}"]`);
  if (known instanceof HTMLElement) return known;
  const sheet = document.createElement("style");
  sheet.dataset.tilt = name;
  sheet.textContent = text;
  place.append(sheet);
  return sheet;
}

/** @param {{ model: any, el: HTMLElement, signal?: AbortSignal }} of */
async function render({ model, el, signal }) {
  const closing = new AbortController();
  signal?.addEventListener("abort", () => closing.abort());
  el.classList.add("tilt-host");
  model.on("msg:custom", hear);
  const unsaid = setTimeout(() => {
    if (!document.querySelector(savedOf(model))) say("To move its assumptions, run the cell again.");
  }, SLOW);
  const say = (/** @type {string} */ more) => (el.textContent = `${model.get("_words")} ${more}`);
  closing.signal.addEventListener("abort", () => {
    model.off("msg:custom", hear);
    clearTimeout(unsaid);
  });
  start(model, el, closing.signal, () => clearTimeout(unsaid)).catch((error) => {
    clearTimeout(unsaid);
    if (!closing.signal.aborted) say(`The explorer could not be loaded. (${error.message})`);
  });
  return () => closing.abort();
}

/** What the notebook's file keeps of an explorer, as a selector. @param {any} model */
const savedOf = (model) => `[data-saved="${model.get("_key")}"]`;

/**
 * @param {any} model
 * @param {HTMLElement} el
 * @param {AbortSignal} signal
 * @param {() => void} come called once all is there
 */
async function start(model, el, signal, come) {
  const part = (/** @type {string} */ kind) => {
    const name = model.get("_parts")[kind];
    const found = partOf(name);
    found.waiting.push({ model, signal });
    void ask(found, name);
    return found.text;
  };
  const [sheet, modules, claim] = await Promise.all([part("styles"), part("modules"), part("claim")]);
  if (signal.aborted) return;
  style(el, model.get("_parts").styles, sheet);
  let url = "";
  for (const [name, text] of JSON.parse(modules)) url = link(name, text);
  const { mount } = await import(url);
  if (signal.aborted) return;
  const { payload, markup, module } = JSON.parse(claim);
  come();
  el.innerHTML = markup;
  let own = false;
  const controller = mount(el.querySelector("tilt-explorer"), payload, {
    loadClaim: () => import(link(`claim:${payload.slug}`, module)),
    loadVega: async () => import(link("vega", await part("vega"))),
    initial: model.get("scenario"),
    onChange(/** @type {object} */ scenario, /** @type {object[]} */ verdicts) {
      own = true;
      model.set("scenario", scenario);
      model.set("verdicts", verdicts);
      model.save_changes();
      own = false;
    },
  });
  const follow = () => {
    if (!own) controller.setScenario(model.get("scenario"));
  };
  model.on("change:scenario", follow);
  const saved = savedOf(model);
  const hiding = style(el, model.get("_key"), `${saved}, .jp-OutputArea-child:has(${saved}) { display: none }`);
  signal.addEventListener("abort", () => {
    model.off("change:scenario", follow);
    controller.destroy();
    hiding.remove();
  });
}

export default { render };
