// The target's screen as it is: a picture travels when it is another one, and what is wrong is said.

const LONGEST_WAIT = 20;
const AGAIN = 500;
const AWAY = 2000;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Shows the screen. Tells "frame" when there is another picture, and "state" when it can or cannot be seen. */
export class Screen extends EventTarget {
  constructor(api, canvas, box, blind) {
    super();
    Object.assign(this, { api, canvas, box, blind });
    this.number = null;
    this.size = null;
    this.state = "connecting";
    this.changed = null;
    this.frozen = false;
    this.live = null;
    this.bytes = 0;
  }

  /** Looks for ever. */
  async run() {
    for (;;) {
      try {
        await this.look();
      } catch (error) {
        this.tell(error.status === undefined ? "away" : "refused", error.message);
        await pause(AWAY);
      }
    }
  }

  async look() {
    const known = this.number === null ? "" : `?live=true&after=${this.number}&timeout=${LONGEST_WAIT}`;
    const answer = await this.api.send(`../api/companion/v1/frame${known}`);
    if (answer.status === 304) return this.tell("live");
    if (answer.status === 204 || answer.status === 502) {
      // What comes next may be the same picture as before, and is drawn again.
      this.number = null;
      this.tell(answer.status === 204 ? "no signal" : "unreachable", answer.status === 204 ? "" : await answer.text());
      return pause(AGAIN);
    }
    if (answer.status !== 200) {
      this.number = null;
      this.tell("refused", await answer.text());
      return pause(AWAY);
    }
    const jpeg = await answer.blob();
    this.bytes += jpeg.size;
    const picture = await createImageBitmap(jpeg);
    const part = answer.headers.get("X-Frame-Part");
    this.number = Number(answer.headers.get("X-Frame-Number"));
    this.changed = Date.now();
    this.see(picture, part ? part.split(",").map(Number) : [0, 0]);
    picture.close();
    this.tell("live");
    this.dispatchEvent(new Event("frame"));
  }

  /** Draws what of the screen is new: all of it, or a part. */
  see(picture, [left, top, width]) {
    const canvas = this.frozen ? this.live : this.canvas;
    if (width === undefined) this.draw(picture, canvas);
    else canvas.getContext("2d").drawImage(picture, left, top);
  }

  /** Shows another picture, and nothing newer until `thaw`; the screen as it is goes on to be drawn aside. */
  freeze(picture) {
    if (!this.frozen) {
      this.live = document.createElement("canvas");
      this.draw(this.canvas, this.live);
    }
    this.frozen = true;
    this.draw(picture, this.canvas);
    this.dispatchEvent(new Event("frozen"));
  }

  thaw() {
    this.frozen = false;
    if (this.live) this.draw(this.live, this.canvas);
    this.live = null;
    this.dispatchEvent(new Event("frozen"));
  }

  draw(picture, canvas) {
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext("2d").drawImage(picture, 0, 0);
    if (canvas !== this.canvas) return;
    this.size = { width: picture.width, height: picture.height };
    canvas.setAttribute("aria-label", `The target's screen, ${picture.width} by ${picture.height} pixels`);
  }

  tell(state, why = "") {
    this.box.classList.toggle("lost", state !== "live");
    this.blind.hidden = state === "live";
    this.blind.textContent = { "no signal": "No signal", unreachable: "The device does not answer",
      away: "The studio does not answer; trying again", refused: why }[state] ?? "";
    if (this.state === state && this.why === why) return;
    Object.assign(this, { state, why });
    this.dispatchEvent(new Event("state"));
  }

  /** A place in the window as pixels of the screen. */
  pixel(event) {
    const box = this.canvas.getBoundingClientRect();
    const within = (value, most) => Math.min(Math.max(value, 0), most);
    return {
      x: within(((event.clientX - box.left) / box.width) * this.canvas.width, this.canvas.width),
      y: within(((event.clientY - box.top) / box.height) * this.canvas.height, this.canvas.height),
    };
  }
}
