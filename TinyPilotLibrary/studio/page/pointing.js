// The target's mouse by the keyboard of the browser, while a switch says so.

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const WHEEL = { PageUp: 1, PageDown: -1 };
const LEFT = 1;
const RIGHT = 2;
const MIDDLE = 4;
const CLICKS = { Enter: [LEFT], NumpadEnter: [LEFT], Space: [LEFT], KeyD: [LEFT, LEFT], KeyR: [RIGHT], ContextMenu: [RIGHT],
  KeyM: [MIDDLE] };
// Pixels with Ctrl, with nothing, with Shift.
const [FINE, USUAL, FAR] = [1, 10, 100];

export class Pointing {
  constructor(screen, passing, marks, button, told) {
    Object.assign(this, { screen, passing, marks, button, told });
    this.on = false;
    this.place = null;
    this.held = 0;
    const { canvas } = screen;
    button.addEventListener("click", () => (this.on ? this.stop() : this.start()));
    canvas.addEventListener("keydown", (event) => { if (this.on) this.key(event); });
    canvas.addEventListener("blur", () => this.stop());
    passing.addEventListener("switched", () => { if (passing.captured) this.stop(); });
    screen.addEventListener("frame", () => { if (this.on) this.stay(); });
  }

  start() {
    if (this.passing.captured) this.passing.free();
    this.switched(true);
    this.screen.canvas.focus();
    const { width, height } = this.screen.canvas;
    this.place ??= [Math.floor(width / 2), Math.floor(height / 2)];
    this.stay();
    this.send(0);
  }

  stop() {
    if (!this.on) return;
    this.switched(false);
    if (this.held) this.passing.sender.add("release", null, {});
    this.held = 0;
  }

  switched(on) {
    this.on = on;
    this.button.setAttribute("aria-pressed", String(on));
    this.button.textContent = on ? "Stop pointing" : "Point by keyboard";
    this.screen.box.classList.toggle("captured", on);
    this.screen.canvas.setAttribute("role", on ? "application" : "img");
    this.told.hidden = !on;
    if (!on) this.marks.aim(null);
  }

  key(event) {
    const { code } = event;
    if (code === "Escape") {
      event.preventDefault();
      this.stop();
      this.button.focus();
      return;
    }
    if (event.altKey || event.metaKey || !(this.move(event) || this.press(event) || this.turn(code) || this.hold(event))) {
      return;
    }
    event.preventDefault();
  }

  move({ code, ctrlKey, shiftKey }) {
    if (!(code in STEPS)) return false;
    const step = shiftKey ? FAR : ctrlKey ? FINE : USUAL;
    this.place = this.place.map((at, side) => at + STEPS[code][side] * step);
    this.stay();
    this.send(this.held);
    return true;
  }

  press({ code, ctrlKey, shiftKey, repeat }) {
    const buttons = code === "F10" && shiftKey ? CLICKS.ContextMenu : CLICKS[code];
    if (!buttons || ctrlKey) return false;
    if (!repeat) buttons.flatMap((each) => [this.held | each, this.held & ~each]).forEach((now) => this.send(now));
    return true;
  }

  turn(code) {
    if (!(code in WHEEL)) return false;
    this.send(this.held, WHEEL[code]);
    return true;
  }

  /** What is held is dragged. */
  hold({ code, ctrlKey, repeat }) {
    if (code !== "KeyH" || ctrlKey) return false;
    if (repeat) return true;
    this.held ^= LEFT;
    this.send(this.held);
    this.tell();
    return true;
  }

  /** Within the screen, which may be another one by now. */
  stay() {
    const { width, height } = this.screen.canvas;
    const most = [width - 1, height - 1];
    this.place = this.place.map((at, side) => Math.min(Math.max(at, 0), most[side]));
    this.marks.aim(this.place);
    this.tell();
  }

  tell() {
    const sentence = `Mouse at ${this.place.join(",")}${this.held ? ", its left button is held" : ""}.`;
    if (this.told.firstElementChild.textContent !== sentence) this.told.firstElementChild.textContent = sentence;
  }

  send(buttons, verticalWheelDelta = 0) {
    const { width, height } = this.screen.canvas;
    this.passing.sender.add("mouseEvents", "mouseEvents", {
      buttons,
      // The middle of the pixel, which no rounding makes another one.
      relativeX: (this.place[0] + 0.5) / width,
      relativeY: (this.place[1] + 0.5) / height,
      verticalWheelDelta,
      horizontalWheelDelta: 0,
    });
  }
}
