// Squiggle for the browser: one run of a program, its numbers out.
import { run } from "@quri/squiggle-lang";

globalThis.runSquiggle = async (program, sampleCount, seed) => {
  const { result } = await run(program, { environment: { sampleCount, xyPointLength: 1000, seed } });
  if (!result.ok) throw new Error(String(result.value));
  return JSON.parse(String(result.value.result));
};
