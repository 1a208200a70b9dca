// A page's line to Python: one request at a time, answered by how far it is and then by what it found. The line is opened
// by the first request; the process behind it ends with the page.

/**
 * @typedef {object} Heard what whoever asked last is told as words come
 * @property {(share: number) => void} progress
 * @property {(state: "waiting" | "rest" | "stopped", says: string) => void} state of the line, in a sentence for the reader
 */

const STOPPED = "Python has stopped; the page goes on without it.";
const UNREACHABLE = "Python cannot be reached; the page goes on without it.";
const STATE = document.querySelector('meta[name="tilt-state"]')?.getAttribute("content") ?? ""; // of the data the page is of

export class Cancelled extends Error {}

export class Python {
  /** @type {string} */ #address;
  /** @type {Heard | null} */ #heard = null;
  /** @type {WebSocket | null} */ #socket = null;
  #number = 0;
  /** @type {{ resolve: (found: any) => void, reject: (error: Error) => void } | null} */ #asking = null;

  /** @param {string} address of the websocket */
  constructor(address) {
    this.#address = address;
    addEventListener("pagehide", () => this.#socket?.close());
  }

  /**
   * What Python finds; another request ends the one before. Rejects with a sentence, or with Cancelled.
   * @param {object} request
   * @param {Heard} heard
   * @returns {Promise<any>}
   */
  async ask(request, heard) {
    this.#asking?.reject(new Cancelled());
    this.#heard = heard;
    const number = ++this.#number;
    const answer = new Promise((resolve, reject) => (this.#asking = { resolve, reject }));
    answer.catch(() => {}); // whoever asked hears of it below
    const socket = await this.#open();
    if (number === this.#number) socket?.send(JSON.stringify({ ask: number, state: STATE, ...request }));
    return answer;
  }

  cancel() {
    this.#socket?.send(JSON.stringify({ cancel: this.#number }));
  }

  /** @returns {Promise<WebSocket | null>} null where it could not be opened, which is said */
  #open() {
    const known = this.#socket;
    if (known?.readyState === WebSocket.OPEN) return Promise.resolve(known);
    return new Promise((resolve) => {
      const socket = new WebSocket(this.#address);
      this.#socket = socket;
      let opened = false;
      socket.addEventListener("open", () => {
        opened = true;
        resolve(socket);
      });
      socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(data)));
      socket.addEventListener("close", () => {
        if (this.#socket !== socket) return;
        this.#socket = null;
        this.#end(opened ? STOPPED : UNREACHABLE);
        resolve(null);
      });
    });
  }

  /** @param {any} message */
  #hear({ ask, state, says, progress, result, error, cancelled }) {
    if (state === "stopped") this.#end(says);
    else if (state) this.#heard?.state(state, says);
    else if (ask !== this.#number) return; // of a request that another has followed
    else if (progress !== undefined) this.#heard?.progress(progress);
    else {
      const asking = this.#asking;
      this.#asking = null;
      if (result) asking?.resolve(result);
      else asking?.reject(cancelled ? new Cancelled() : new Error(error));
    }
  }

  /** @param {string} says why there is no more Python */
  #end(says) {
    this.#asking?.reject(new Error(says));
    this.#asking = null;
    this.#heard?.state("stopped", says);
  }
}
