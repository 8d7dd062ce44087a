// Keyboard and pointer of the browser as the target's, while a switch says so.

const MODIFIERS = { ShiftLeft: "shiftLeft", ShiftRight: "shiftRight", AltLeft: "altLeft", AltRight: "altRight",
  ControlLeft: "ctrlLeft", ControlRight: "ctrlRight", MetaLeft: "metaLeft", MetaRight: "metaRight" };
const MOST_AT_ONCE = 50;

/** Sends input in order: one request at a time, and together what has come meanwhile. */
class Sender {
  constructor(api, failed) {
    Object.assign(this, { api, failed });
    this.waiting = [];
    this.busy = false;
  }

  add(path, field, item) {
    const last = this.waiting.at(-1);
    // Of movements that nobody has seen yet the last is enough.
    if (last && last.field === field && field === "mouseEvents" && isMove(last.item, item) && last.still) last.item = item;
    else this.waiting.push({ path, field, item, still: this.isSteady(item) });
    this.pump();
  }

  isSteady(item) {
    const before = this.buttons ?? 0;
    this.buttons = item.buttons ?? before;
    return item.buttons === before && !item.verticalWheelDelta && !item.horizontalWheelDelta;
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.waiting.length) {
        const { path, field } = this.waiting[0];
        const end = this.waiting.findIndex((other) => other.path !== path);
        const together = this.waiting.splice(0, Math.min(end < 0 ? this.waiting.length : end, MOST_AT_ONCE));
        await this.api.companion(path, field ? { [field]: together.map((each) => each.item) } : {});
      }
    } catch (error) {
      this.waiting = [];
      this.failed(error);
    } finally {
      this.busy = false;
    }
  }
}

const isMove = (one, other) => one.buttons === other.buttons && !one.verticalWheelDelta && !one.horizontalWheelDelta
  && !other.verticalWheelDelta && !other.horizontalWheelDelta;

/** The switch, and what it passes on. Tells "switched". */
export class Passing extends EventTarget {
  constructor(api, screen, button, failed) {
    super();
    Object.assign(this, { api, screen, button });
    this.sender = new Sender(api, (error) => { this.free(); failed(error); });
    this.holds = false;
    this.captured = false;
    this.down = new Set();
    this.button.addEventListener("click", () => (this.captured ? this.free() : this.capture()));
    const canvas = screen.canvas;
    const on = (name, act) => canvas.addEventListener(name, (event) => {
      if (!this.captured) return;
      event.preventDefault();
      act.call(this, event);
    }, { passive: false });
    on("keydown", this.keyDown);
    on("keyup", this.keyUp);
    on("pointermove", this.pointer);
    on("pointerdown", this.pointerDown);
    on("pointerup", this.pointer);
    on("wheel", this.wheel);
    on("contextmenu", () => {});
    canvas.addEventListener("blur", () => this.free());
    // The device is given back then, which releases everything.
    addEventListener("pagehide", () => this.forget());
  }

  capture() {
    this.switched(true);
    this.screen.canvas.focus();
    // In a full screen the browser then keeps hardly a key for itself.
    navigator.keyboard?.lock?.().catch(() => {});
  }

  free() {
    if (!this.captured) return;
    this.forget();
    this.sender.add("release", null, {});
  }

  forget() {
    this.switched(false);
    navigator.keyboard?.unlock?.();
    this.down.clear();
    this.sender.buttons = 0;
  }

  switched(captured) {
    this.captured = captured;
    this.button.setAttribute("aria-pressed", String(captured));
    this.button.textContent = captured ? "Set keyboard and mouse free" : "Use keyboard and mouse";
    this.screen.box.classList.toggle("captured", captured);
    this.screen.canvas.setAttribute("role", captured ? "application" : "img");
    this.dispatchEvent(new Event("switched"));
  }

  keyDown(event) {
    const { code } = event;
    if (code === "KeyG" && event.ctrlKey && event.altKey) {
      this.free();
      this.button.focus();
      return;
    }
    if (!code) return;
    if (this.holds) {
      // The target repeats a key that is held by itself.
      if (!event.repeat) this.sender.add("keys/down", "codes", code);
      this.down.add(code);
      return;
    }
    this.down.add(code);
    this.lone = code in MODIFIERS ? code : null;
    if (!(code in MODIFIERS)) this.sender.add("keystrokes", "keystrokes", { code, ...this.modifiers() });
  }

  keyUp(event) {
    const { code } = event;
    if (!this.down.delete(code)) return;
    if (this.holds) this.sender.add("keys/up", "codes", code);
    else if (this.lone === code) this.sender.add("keystrokes", "keystrokes", { code, ...this.modifiers() });
    this.lone = null;
  }

  modifiers() {
    const held = [...this.down].filter((code) => code in MODIFIERS);
    return Object.fromEntries(held.map((code) => [MODIFIERS[code], true]));
  }

  pointerDown(event) {
    this.screen.canvas.focus();
    this.screen.canvas.setPointerCapture(event.pointerId);
    this.pointer(event);
  }

  pointer(event) {
    this.mouse(event, 0, 0);
  }

  wheel(event) {
    // A page scrolls down with a positive delta; a wheel is turned towards its user.
    this.mouse(event, -Math.sign(event.deltaY), Math.sign(event.deltaX));
  }

  mouse(event, verticalWheelDelta, horizontalWheelDelta) {
    const { x, y } = this.screen.pixel(event);
    this.sender.add("mouseEvents", "mouseEvents", {
      buttons: event.buttons & 31,
      relativeX: x / this.screen.canvas.width,
      relativeY: y / this.screen.canvas.height,
      verticalWheelDelta,
      horizontalWheelDelta,
    });
  }
}
