// What is new on the screen, as the companion's stream tells it: docs/companion.md says how.

const HEAD = 9;
const WORD = 4;
const STILL = 0;
const JPEG = 1;
// The companion gives a sign of life three times as often.
const SILENCE = 15000;

/** The updates of a stream. Each has what `paint` draws on a context; where nothing is new it has none. */
export async function* updates(body, stopping) {
  const bytes = pieces(body, stopping);
  for (;;) {
    const head = await bytes.take(HEAD * WORD);
    if (!head) return;
    const [length, kind, number, width, height, ...part] = new Uint32Array(head.buffer);
    const data = length ? await bytes.take(length) : new Uint8Array();
    if (!data) return;
    if (kind === STILL) yield {};
    else yield { number, width, height, bytes: length, paint: await (kind === JPEG ? picture : runs)(data, part) };
  }
}

async function picture(data, [left, top]) {
  const made = await createImageBitmap(new Blob([data], { type: "image/jpeg" }));
  return (context) => {
    context.drawImage(made, left, top);
    made.close();
  };
}

/** Pixels as runs: how long each is, then the colour of each. */
function runs(data, [left, top, width, height]) {
  const count = data.length / WORD / 2;
  const lengths = new Uint32Array(data.buffer, 0, count);
  const colours = new Uint32Array(data.buffer, count * WORD, count);
  const pixels = new Uint32Array(width * height);
  let at = 0;
  for (let run = 0; run < count; run += 1) pixels.fill(colours[run], at, at += lengths[run]);
  const made = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
  return (context) => context.putImageData(made, left, top);
}

/** Takes as many bytes at a time as are asked for; nothing once the stream has ended. */
function pieces(body, stopping) {
  const reader = body.getReader();
  let kept = new Uint8Array();
  const silence = () => stopping.abort(new Error("The studio has said nothing for too long."));

  async function take(length) {
    const taken = new Uint8Array(length);
    let have = 0;
    for (;;) {
      const fits = Math.min(kept.length, length - have);
      taken.set(kept.subarray(0, fits), have);
      kept = kept.subarray(fits);
      have += fits;
      if (have === length) return taken;
      const timer = setTimeout(silence, SILENCE);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return null;
      kept = value;
    }
  }

  return { take };
}
