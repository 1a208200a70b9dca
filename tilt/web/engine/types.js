// The shapes that Python hands to the page (tilt/explorer/payload.py), what the compiler emits
// (tilt/engine/compile.py) and what the engine answers. Types only: nothing here runs.

/** @typedef {"log" | "logit" | "linear" | "fixed" | "switch" | "choice"} Scale */

/** @typedef {[low: number, high: number]} Interval a 90 % interval in the input's own unit */

/** @typedef {readonly number[]} Setting an interval, or one weight for each option of a choice */

/** @typedef {Setting | { sameAs: string }} Stated a setting, or the input whose value is taken in every draw */

/** @typedef {{ name: string, label: string }[]} Options of a choice */

/** @typedef {{ values: Record<string, Interval>, problems: string[] }} Reading what a link or a file held, and what of it was not used */

/**
 * What links, files and lists need of an assumption.
 * @typedef {object} SlimAssumption
 * @property {string} id
 * @property {string} claim slug of the claim that owns it
 * @property {string} label
 * @property {string} short
 * @property {string} unit
 * @property {string} mark how the unit is written after a number
 * @property {Scale} scale
 * @property {Interval} interval the book's default
 * @property {Interval} bounds
 */

/** @typedef {[column: number, weight: number][]} Mix the columns of draws, weighted, that make an input's own normal */

/** @typedef {{ choice: string, place: number, mix: Mix }[]} Mixes its mix wherever a choice takes the option at a place */

/**
 * All the engine needs of an input.
 * @typedef {object} Input
 * @property {string} id
 * @property {Scale} scale
 * @property {Setting} interval the book's default
 * @property {Interval} bounds
 * @property {Options} [options] of a choice
 * @property {Mix} mix
 * @property {Mixes} [mixes] of an input that hangs on a choice
 */

/** @typedef {{ key: string, text: string, short: string, title: string, url: string }} Source */

/** @typedef {{ value: number, label: string, source: string, href: string }} Point one measured value of an assumption */

/**
 * An assumption as a row of the explorer shows it.
 * @typedef {object} Assumption
 * @property {string} id
 * @property {string} label
 * @property {string} short
 * @property {string} symbol LaTeX
 * @property {string} group
 * @property {string} unit
 * @property {string} mark
 * @property {Scale} scale
 * @property {Interval} interval
 * @property {Interval} bounds
 * @property {"derived" | "judged" | "choice"} basis
 * @property {string} reason
 * @property {string} how
 * @property {string} table
 * @property {string} gloss
 * @property {Source[]} sources
 * @property {Point[]} evidence
 * @property {Mix} mix
 * @property {Mixes} [mixes] of an input that hangs on a choice
 */

/**
 * @typedef {object} Finding
 * @property {string} id
 * @property {string} title
 * @property {string} statement with `{id}` where it takes a value the reader chose
 * @property {string} effect the effect's name
 * @property {string} unit
 * @property {number} threshold the finding holds in a draw when the effect is above it
 * @property {[below: string, above: string]} sides
 */

/**
 * @typedef {object} Fan
 * @property {string} id
 * @property {string} title
 * @property {number[]} times the grid in the formula's unit
 * @property {number[]} labels the same places as the reader sees them
 * @property {string} axis
 * @property {string[]} series names
 * @property {string} unit
 * @property {number} draws over how many draws at most its quantiles are taken
 */

/**
 * Parts whose expressions add up, or players that share by Shapley's rule (those have terms in the compiled claim).
 * @typedef {object} Split
 * @property {string} finding
 * @property {string} title
 * @property {string} total
 * @property {"number" | "times" | "percent"} [written] how readers see a part: as it is, as a power of ten, as e to it
 * @property {number} draws over how many draws at most its means are taken
 * @property {{ id: string, label: string }[]} parts
 */

/** @typedef {{ page: number, replicates: number, seed: number, indexBits: number }} Draws */

/** @typedef {{ quantiles: number[], flip: { cells: number, steps: number }, bins: number }} Shared what both engines must agree on */

/** @typedef {[least: number, word: string][]} Likelihood lower ends of credence and the word above each */

/**
 * What the engine itself reads of a payload. `whole.js` gives it for all claims at once.
 * @typedef {object} EnginePayload
 * @property {Draws} draws
 * @property {string[]} inputs
 * @property {Record<string, number[]>} columns direction numbers by column
 * @property {Input[]} assumptions
 * @property {Input[]} [lent] inputs of other claims whose value one of these takes under a named scenario
 * @property {Finding[]} findings
 * @property {Fan[]} fans
 * @property {Split[]} splits
 * @property {Likelihood} likelihood
 * @property {Shared} engine
 */

/**
 * @typedef {object} Picture
 * @property {string} id
 * @property {"distribution" | "fan" | "split" | "intervals"} kind
 * @property {string | null} target
 * @property {string[]} ids
 * @property {string} title
 * @property {string} note
 * @property {string} alt
 * @property {object} [spec] Vega; on the website a file beside the page has it
 * @property {string[]} datasets names of those that follow the reader's assumptions
 */

/**
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} title
 * @property {string} text
 * @property {Record<string, { interval: Interval, reason: string }>} changes
 */

/**
 * A claim as the explorer gets it.
 * @typedef {object} PagePart
 * @property {number} version
 * @property {string} slug
 * @property {number} number
 * @property {string} title
 * @property {string} short
 * @property {string} sentence
 * @property {{ name: string, asOf: number }} edition
 * @property {Record<string, string>} groups
 * @property {string[]} borrowed
 * @property {Assumption[]} assumptions
 * @property {SlimAssumption[]} others
 * @property {Scenario[]} scenarios
 * @property {{ verdicts: object[], readings: Record<string, { word: string, range: string }>, swings: Record<string, Swing[]>, split: Record<string, number>, bins?: Record<string, { first: number, step: number, shares: number[] }>, fans?: Record<string, number[][]> }} default
 * @property {Picture[]} pictures
 * @property {Record<string, number>} counts
 *
 * @typedef {EnginePayload & PagePart} Payload
 */

/** @typedef {(n: number, x: readonly Float64Array[], out: Float64Array[]) => void} Compute over the first n draws of x */

/**
 * A fan: `prepare` fills `work` arrays with what the grid does not move, `at` gives the series at one place of it.
 * @typedef {object} CompiledFan
 * @property {number} work
 * @property {Compute} prepare
 * @property {(n: number, work: readonly Float64Array[], out: Float64Array[], t: number) => void} at
 */

/**
 * A term of a split: `ready` fills `room` arrays with what no player moves, `term` gives it, `on` holding 0 or 1 for
 * each of its players.
 * @typedef {object} Term
 * @property {string[]} players
 * @property {number} room
 * @property {Compute} ready
 * @property {(n: number, room: readonly Float64Array[], out: Float64Array[], on: readonly number[]) => void} term
 */

/**
 * What the compiler makes of a claim: functions of arrays of draws, in the order of `inputs`, by the book's own ids.
 * @typedef {object} CompiledClaim
 * @property {string[]} inputs
 * @property {Compute} findings every finding's effect
 * @property {Record<string, Compute>} effects one finding's effect, by id
 * @property {Compute} parts the parts of all splits into parts
 * @property {Record<string, CompiledFan>} fans by id
 * @property {Record<string, Term[]>} splits among players, by finding
 */

/**
 * What the engine says of one finding.
 * @typedef {object} Verdict
 * @property {string} id
 * @property {number} credence share of draws in which it holds
 * @property {number} error standard error of that share over replicates
 * @property {number[]} quantiles of the effect
 * @property {string} word
 */

/** @typedef {{ at: number, series: string, q05: number, q25: number, q50: number, q75: number, q95: number }} FanRow */

/** @typedef {{ id: string, label: string, mean: number }} PartMean */

/**
 * A finding's credence with one input held at each end. `flip` is where the credence crosses one half, if it does.
 * @typedef {object} Swing
 * @property {string} id
 * @property {number} atLow
 * @property {number} atHigh
 * @property {number | null} [flip]
 * @property {[least: string, most: string]} [options] of a choice, by name
 */
