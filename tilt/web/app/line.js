// A page's line to the rooms of the app (tilt/app/rooms.py): requests out, words back.

/** @typedef {Record<string, any>} Message */

/**
 * Opens a line. Rejects where the server cannot be reached.
 * @param {string} address
 * @param {(message: Message) => void} hear
 * @param {() => void} [ended] when it ends by itself
 * @returns {Promise<(message: Message) => void>} what sends a request
 */
export function openLine(address, hear, ended) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.addEventListener("open", () => resolve((message) => socket.send(JSON.stringify(message))));
    socket.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
    socket.addEventListener("close", () => {
      reject(new Error("The server cannot be reached."));
      ended?.();
    });
    addEventListener("pagehide", () => socket.close());
  });
}

/**
 * The next answer to one request, on a line of its own.
 * @param {string} address
 * @param {Message} request
 * @returns {Promise<Message>}
 */
export async function askOnce(address, request) {
  /** @type {(message: Message) => void} */
  let hear = () => {};
  /** @type {Promise<Message>} */
  const answer = new Promise((resolve) => (hear = resolve));
  const send = await openLine(address, (message) => hear(message));
  send(request);
  return answer;
}
