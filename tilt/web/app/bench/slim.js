// METR's file of runs has forty fields a line, of which a refit needs six: the others stay in the page, so that what is sent
// is a tenth of it. A line that cannot be read is sent as it is, and Python says what is wrong with it, by its number.

const NEEDED = ["task_id", "task_family", "alias", "score_binarized", "human_minutes", "dataset"];
const LONGEST = 2000; // letters of a line that cannot be read

/** @param {string} text runs, one a line */
export function slim(text) {
  return text.split("\n").map(slimLine).join("\n");
}

/** @param {string} line */
function slimLine(line) {
  try {
    const run = JSON.parse(line);
    if (typeof run !== "object" || run === null || Array.isArray(run)) return line.slice(0, LONGEST);
    return JSON.stringify(Object.fromEntries(NEEDED.filter((key) => key in run).map((key) => [key, run[key]])));
  } catch {
    return line.slice(0, LONGEST);
  }
}
