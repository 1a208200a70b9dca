// The explorer inside Jupyter and Voila: links the page's own modules from the strings the kernel sends, then mounts
// them on the same markup. Modules come ordered, each after those it imports.

const linked = new Map();

function link(name, text) {
  if (!linked.has(text)) {
    const source = text.replace(/(?<= from ")tilt:([\w./-]+)(?=";$)/gm, (_, needed) => linked.get(needed));
    linked.set(text, URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  }
  linked.set(name, linked.get(text));
  return linked.get(text);
}

async function render({ model, el }) {
  let url;
  for (const [name, text] of model.get("_modules")) url = link(name, text);
  const { mount } = await import(url);
  const slug = model.get("_payload").slug;
  el.innerHTML = model.get("_html");
  const host = el.querySelector("tilt-explorer") ?? el.firstElementChild;
  let own = false;
  const controller = mount(host, model.get("_payload"), {
    loadClaim: () => import(link(`claim:${slug}`, model.get("_claim"))),
    loadVega: () => import(link("vega", model.get("_vega"))),
    storage: null,
    link: false,
    initial: model.get("scenario"),
    onChange(scenario, verdicts) {
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
