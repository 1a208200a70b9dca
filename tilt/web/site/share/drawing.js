// A picture as a list of marks, and two ways to draw it: as SVG text, and on a canvas, which knows the page's own typefaces.

/**
 * @typedef {object} Text
 * @property {"text"} kind
 * @property {number} x
 * @property {number} y of the base line
 * @property {string} text
 * @property {string} font as canvas and CSS write it
 * @property {string} fill
 * @property {"start" | "end"} [anchor]
 */

/** @typedef {{ kind: "path", d: string, x?: number, y?: number, fill?: string, stroke?: string, width?: number, opacity?: number }} Path */
/** @typedef {{ width: number, height: number, paper: string, title: string, marks: (Text | Path)[] }} Drawing */

/** @type {Record<string, string>} */
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** @param {string} text */
const safe = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? "");

/** @param {Drawing} drawing */
export function asSvg({ width, height, paper, title, marks }) {
  const drawn = marks.map((mark) => (mark.kind === "text" ? textTag(mark) : pathTag(mark)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${safe(title)}</title>`,
    `<path d="M0 0H${width}V${height}H0Z" fill="${paper}"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

/** @param {Text} mark */
function textTag({ x, y, text, font, fill, anchor = "start" }) {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" style="font: ${safe(font.replaceAll('"', "'"))}" fill="${fill}" text-anchor="${anchor}">${safe(text)}</text>`;
}

/** @param {Path} mark */
function pathTag({ d, x = 0, y = 0, fill = "none", stroke, width = 1, opacity = 1 }) {
  const line = stroke ? ` stroke="${stroke}" stroke-width="${width}"` : "";
  const moved = x || y ? ` transform="translate(${x} ${y.toFixed(1)})"` : "";
  return `<path d="${d}"${moved} fill="${fill}"${line}${opacity < 1 ? ` fill-opacity="${opacity}"` : ""}/>`;
}

/** @param {string} d */
const shapeOf = (d) => new Path2D(d);

/**
 * The picture as a file of dots, twice as fine as its measures.
 * @param {Drawing} drawing
 * @returns {Promise<Blob>}
 */
export function asPng({ width, height, paper, marks }, fine = 2) {
  const canvas = document.createElement("canvas");
  canvas.width = fine * width;
  canvas.height = fine * height;
  const on = canvas.getContext("2d");
  if (!on) throw new Error("this browser draws no pictures");
  on.scale(fine, fine);
  on.fillStyle = paper;
  on.fillRect(0, 0, width, height);
  for (const mark of marks) {
    if (mark.kind === "text") write(on, mark);
    else trace(on, mark);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("this browser makes no PNG"))), "image/png");
  });
}

/** @param {CanvasRenderingContext2D} on @param {Text} mark */
function write(on, { x, y, text, font, fill, anchor = "start" }) {
  on.font = font;
  on.fillStyle = fill;
  on.textAlign = anchor;
  on.fillText(text, x, y);
}

/** @param {CanvasRenderingContext2D} on @param {Path} mark */
function trace(on, { d, x = 0, y = 0, fill, stroke, width = 1, opacity = 1 }) {
  const path = shapeOf(d);
  on.save();
  on.translate(x, y);
  if (fill) {
    on.globalAlpha = opacity;
    on.fillStyle = fill;
    on.fill(path);
  }
  if (stroke) {
    on.globalAlpha = 1;
    on.strokeStyle = stroke;
    on.lineWidth = width;
    on.stroke(path);
  }
  on.restore();
}
