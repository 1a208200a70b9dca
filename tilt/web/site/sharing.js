// The one Share, and scenario files dropped on the page. The code behind both comes when it is first asked for.

/** @typedef {import("../store.js").Store} Store */
/** @typedef {import("../types.js").Whole} Whole */

/**
 * @param {() => Promise<Store>} open
 * @param {() => Promise<Whole>} loadWhole
 */
export function offerShare(open, loadWhole) {
  /** @type {Promise<import("./share/panel.js").Share> | null} */
  let panel = null;
  document.querySelector(".tilt-share")?.addEventListener("click", async () => {
    const [store, whole] = await Promise.all([open(), loadWhole()]);
    panel ??= import("./share/panel.js").then(({ Share }) => new Share(store, whole));
    (await panel).open();
  });
  document.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
  document.addEventListener("drop", async (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    const [store, { openFile }] = await Promise.all([open(), import("./share/open.js")]);
    openFile(file, store);
  });
}
