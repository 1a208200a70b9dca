// The shapes of the reader's scenario, shared by explorer and site. Types only: nothing here runs. The shapes that
// Python hands over stand in engine/types.js.

/** @typedef {number[]} Setting what an assumption is set to: [low, high], or one weight for each option of a choice */

/** @typedef {{ sameAs: string }} Tie that an assumption takes the value of another in every draw */

/** @typedef {Setting | Tie} Stated */

/** @typedef {Record<string, Stated>} Values what is stated of assumptions, by id, of those that differ from the book's default */

/** @typedef {"log" | "logit" | "linear" | "fixed" | "switch" | "choice"} ScaleName */

/**
 * What links, files, lists and rows need of an assumption.
 * @typedef {object} Assumption
 * @property {string} id
 * @property {string} [claim] slug of the claim that owns it
 * @property {string} label
 * @property {string} short
 * @property {string} unit
 * @property {string} mark how the unit is written after a number
 * @property {ScaleName} scale
 * @property {Setting} interval the book's default
 * @property {number[]} bounds lowest and highest value; without meaning for a choice
 * @property {{ name: string, label: string }[]} [options] of a choice
 */

/** @typedef {Map<string, Assumption>} Assumptions by id */

/**
 * @typedef {object} NamedScenario
 * @property {string} name
 * @property {string} title
 * @property {string} text
 * @property {Record<string, { interval?: Setting, sameAs?: string, reason: string }>} changes each to an interval or weights, or tied
 */

/** @typedef {{ assumptions: Assumptions, scenarios: NamedScenario[] }} Book all a scenario may hold, and those with a name, the book's own first */

/**
 * What a link or storage held, and sentences about what of it was not used.
 * @typedef {object} Reading
 * @property {Values} values
 * @property {string[]} problems
 * @property {About} [about] what a link says of its values
 * @property {boolean} [own] whether a link of the page's own leads the reader on where nothing can be stored
 */

/**
 * What somebody says of their values. Anybody's text, cleaned by about.js.
 * @typedef {object} About
 * @property {string} name empty for none
 * @property {string} note empty for none
 * @property {Record<string, string>} reasons by id
 * @property {"file"} [via] that they came in a file, not in a link
 */

/** @typedef {{ kind: "scenario", name: string } | { kind: "link", title?: string, via?: "file" }} Origin what the reader was looking at when they changed an input */

/**
 * What the page shows. `mine`: the reader's own values. `scenario` and `link`: somebody else's, to look at. `draft`:
 * such values with something moved, while the reader's own are kept aside.
 * @typedef {object} Shown
 * @property {"mine" | "scenario" | "link" | "draft"} kind
 * @property {Values} values
 * @property {string | null} name of the scenario
 * @property {Origin | null} from where a draft, or values that have just become the reader's own, came from
 * @property {boolean} quiet whether the reader has put the note about it away
 * @property {About} [about] what is said of values that are not yet the reader's own
 * @property {boolean} [kept] whether the reader has just made all that was shown their own
 */

/**
 * @typedef {object} State
 * @property {Values} mine the reader's own values, which storage holds
 * @property {Values | null} earlier what `mine` was before it was last replaced as a whole
 * @property {Shown} shown
 * @property {About} [about] what the reader says of their own
 * @property {About} [earlierAbout]
 */

/**
 * A claim as the whole book's data have it.
 * @typedef {object} WholeClaim
 * @property {string} slug
 * @property {number} number
 * @property {string} short
 * @property {string[]} inputs
 * @property {import("./engine/types.js").Finding[]} findings
 * @property {{ credence: number, word: string }[]} default of each finding, under the book's defaults
 */

/**
 * What a page needs to judge every claim: whole.js, by tilt/explorer/payload.py.
 * @typedef {object} Whole
 * @property {Assumption[]} assumptions
 * @property {WholeClaim[]} claims
 * @property {NamedScenario[]} scenarios
 * @property {string} edition
 * @property {import("./engine/types.js").EnginePayload["draws"]} draws
 * @property {import("./engine/types.js").EnginePayload["columns"]} columns
 * @property {import("./engine/types.js").EnginePayload["likelihood"]} likelihood
 * @property {import("./engine/types.js").EnginePayload["engine"]} engine
 */
