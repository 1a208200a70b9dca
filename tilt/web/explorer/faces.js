// The charts' typeface, there before Vega measures with it: labels measured in another would be cut or overlap.

const FACES = ['400 12px "Tilt Sans"', '600 12px "Tilt Sans"'];

/** Longest wait, in ms: a chart in a face that stands in is better than none. */
const PATIENCE = 3000;

/** Resolves when the faces of charts have come, will not come, or keep readers waiting. */
export async function facesReady() {
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const come = Promise.all(FACES.map((face) => document.fonts.load(face))).catch(() => {});
  await Promise.race([come, late]);
}
