// What the browser's engine says of a claim under many scenarios, for tests/parity.py to hold against Python's.

/**
 * @param {{ createEngine: Function, pictureRows: Function }} modules of the engine and the explorer
 * @param {object} claim the compiled claim
 * @param {object} payload
 * @param {{ changes: object, draws: number, sensitive: boolean }[]} scenarios
 */
export function answers({ createEngine, pictureRows }, claim, payload, scenarios) {
  const engines = new Map();
  return scenarios.map(({ changes, draws, sensitive }) => {
    if (!engines.has(draws)) engines.set(draws, createEngine(payload, claim, draws));
    const engine = engines.get(draws);
    engine.reset();
    for (const [id, ends] of Object.entries(changes)) engine.set(id, ends);
    return {
      verdicts: engine.verdicts(),
      fans: payload.fans.map((f) => engine.fan(f.id)),
      splits: payload.splits.map((s) => engine.split(s.finding)),
      bins: payload.findings.map((f) => pictureRows({ kind: "distribution", target: f.id }, payload, engine).bins),
      swings: sensitive ? payload.findings.map((f) => engine.swings(f.id)) : [],
      flips: sensitive ? payload.findings.map((f) => engine.flips(f.id)) : [],
    };
  });
}
