// The explorer inside Jupyter and Voila: links the page's own modules from the strings the kernel sends, then mounts
// them on the same markup. Modules come ordered, each after those it imports.

/** @type {Map<string, string>} */
const linked = new Map();

/**
 * @param {string} name
 * @param {string} text
 * @returns {string} an address that the module can be imported from
 */
function link(name, text) {
  const known = linked.get(text);
  const address = known ?? URL.createObjectURL(new Blob([placed(text)], { type: "text/javascript" }));
  linked.set(text, address);
  linked.set(name, address);
  return address;
}

/** @param {string} text with its imports at the addresses of the modules they name */
function placed(text) {
  return text.replace(/(?<= from ")tilt:([\w./-]+)(?=";$)/gm, (_, needed) => linked.get(needed) ?? needed);
}

/** @param {{ model: any, el: HTMLElement }} of */
async function render({ model, el }) {
  let url = "";
  for (const [name, text] of model.get("_modules")) url = link(name, text);
  const { mount } = await import(url);
  const payload = model.get("_payload");
  el.innerHTML = model.get("_html");
  const host = el.querySelector("tilt-explorer") ?? el.firstElementChild;
  let own = false;
  const controller = mount(host, payload, {
    loadClaim: () => import(link(`claim:${payload.slug}`, model.get("_claim"))),
    loadVega: () => import(link("vega", model.get("_vega"))),
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
  return () => {
    model.off("change:scenario", follow);
    controller.destroy();
  };
}

export default { render };
