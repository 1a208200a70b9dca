// Runs in a page of its own (tools/first_screens.py): how many pixels of two pictures differ, and both in one picture.
async ([before, after, channel, gap]) => {
  const load = async (text) => {
    const image = new Image();
    image.src = `data:image/png;base64,${text}`;
    await image.decode();
    return image;
  };
  const images = [await load(before), await load(after)];
  const { width, height } = images[0];
  const canvas = Object.assign(document.createElement("canvas"), { width, height: 2 * height + gap });
  const on = canvas.getContext("2d", { willReadFrequently: true });
  on.fillStyle = "#808080";
  on.fillRect(0, 0, width, canvas.height);
  images.forEach((image, k) => on.drawImage(image, 0, k * (height + gap)));
  const [first, second] = [0, 1].map((k) => on.getImageData(0, k * (height + gap), width, height).data);
  let pixels = 0;
  for (let i = 0; i < first.length; i += 4) {
    if ([0, 1, 2].some((k) => Math.abs(first[i + k] - second[i + k]) > channel)) pixels += 1;
  }
  return { pixels, picture: canvas.toDataURL("image/png").split(",")[1] };
};
