// Runs tests/parity.js under Node: paths of the page's modules, of the compiled claim and of the work as arguments.

import { readFileSync } from "node:fs";
import process from "node:process";
import { pathToFileURL } from "node:url";

import { answers } from "./parity.js";

const [web, compiled, work] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(path).href);
const { createEngine } = await load(`${web}/engine/engine.js`);
const { pictureRows } = await load(`${web}/explorer/pictures-data.js`);
const { default: claim } = await load(compiled);
const { payload, cases } = JSON.parse(readFileSync(work, "utf8"));
process.stdout.write(JSON.stringify(answers({ createEngine, pictureRows }, claim, payload, cases)));
