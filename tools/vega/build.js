// Bundles Vega for the page. Packages are taken by their sources, not their finished builds, so that what is not used
// falls away; parts that no chart of the book can use are left out by name.

import { build } from "esbuild";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");

/** Left out, with what stands in their places: {the end of a module's path: its text}. */
const LEFT_OUT = {
  // SVG alone: neither canvas nor pictures of it.
  "vega-scenegraph/src/modules.js": `
    import handler from "./SVGHandler.js";
    import renderer from "./SVGRenderer.js";
    import headless from "./SVGStringRenderer.js";
    export const RenderType = { Canvas: "canvas", PNG: "png", SVG: "svg", Hybrid: "hybrid", None: "none" };
    const modules = { svg: { renderer, headless, handler }, none: {} };
    export const renderModule = (name) => modules[String(name || "").toLowerCase()];`,
  // Charts name their colours one by one.
  "vega-scale/src/palettes.js": "export const continuous = {}; export const discrete = {};",
  // No maps.
  "vega-functions/src/functions/geo.js": `
    const none = () => undefined;
    export { none as geoArea, none as geoBounds, none as geoCentroid, none as geoScale, none as geoTranslate };`,
  "vega-loader/src/formats/topojson.js": "export default () => { throw new Error('no TopoJSON here'); };",
  // Data come with the page.
  "vega-loader/src/formats/dsv.js": `
    const none = () => { throw new Error("data come with the page"); };
    export const delimitedFormat = () => none;
    export default none;`,
};

const sources = {
  name: "sources",
  /** @param {import("esbuild").PluginBuild} bundling */
  setup(bundling) {
    bundling.onResolve({ filter: /^vega-[a-z-]+$/ }, ({ path }) => {
      const file = ["index.browser.js", "index.js"].map((name) => join(packages, path, name)).find(existsSync);
      return file ? { path: file, sideEffects: false } : undefined;
    });
    bundling.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer }) =>
      /node_modules[/\\]vega-/.test(importer) ? { path: join(dirname(importer), path), sideEffects: false } : undefined,
    );
    bundling.onLoad({ filter: /vega-[a-z]+[/\\]src[/\\]/ }, ({ path }) => {
      const left = Object.keys(LEFT_OUT).find((end) => path.replaceAll("\\", "/").endsWith(end));
      return left && { contents: LEFT_OUT[left], loader: "js" };
    });
  },
};

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  outfile: process.argv[2],
  plugins: [sources],
  logLevel: "warning",
  metafile: true,
});

// Whose licences go with it.
const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
const names = used.flatMap(([path, { bytesInOutput }]) => (bytesInOutput ? (path.match(/node_modules\/([^/]+)/)?.slice(1) ?? []) : []));
writeFileSync(join(packages, ".bundled"), [...new Set(names)].join("\n"));
