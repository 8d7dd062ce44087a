// The target's screen as it is: a picture travels when it is another one, and what is wrong is said.

import { updates } from "./updates.js";

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

  /** Looks until the answer ends, which stays open: all that is new comes by it. */
  async look() {
    const known = this.number === null ? "" : `?after=${this.number}`;
    const stopping = new AbortController();
    const answer = await this.api.send(`../api/companion/v1/screen${known}`, undefined, { signal: stopping.signal });
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
    for await (const update of updates(answer.body, stopping)) {
      if (update.paint) this.see(update);
      this.tell("live");
      if (update.paint) this.dispatchEvent(new Event("frame"));
    }
  }

  /** Draws what of the screen is new: all of it, or a part. */
  see({ number, width, height, bytes, paint }) {
    const canvas = this.frozen ? this.live : this.canvas;
    this.number = number;
    this.bytes += bytes;
    this.changed = Date.now();
    this.resize(canvas, width, height);
    paint(canvas.getContext("2d"));
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
    this.resize(canvas, picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture, 0, 0);
  }

  resize(canvas, width, height) {
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (canvas !== this.canvas || (this.size?.width === width && this.size.height === height)) return;
    this.size = { width, height };
    canvas.setAttribute("aria-label", `The target's screen, ${width} by ${height} pixels`);
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
