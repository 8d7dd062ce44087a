// Boxes over the screen.

const COLORS = { found: "#00c853", near: "#ff9100", match: "#00c853", exclude: "#ff5252", text: "#40a9ff", click: "#e040fb" };
// How far a crosshair is from what it points at, and how far it reaches.
const AIM = [5, 24];

export class Marks {
  constructor(canvas, screen) {
    Object.assign(this, { canvas, screen });
    this.boxes = [];
    this.aimed = null;
    screen.addEventListener("frame", () => this.draw());
  }

  /** Shows boxes: each with its region, label and kind; `chosen` is drawn stronger, `click` is a point. */
  show(boxes) {
    this.boxes = boxes;
    this.draw();
  }

  /** Shows where the keyboard points, as a crosshair. */
  aim(place) {
    this.aimed = place;
    this.draw();
  }

  draw() {
    const { width, height } = this.screen.canvas;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, width, height);
    for (const box of this.boxes) this.box(pen, box);
    if (this.aimed) this.crosshair(pen, this.aimed);
  }

  crosshair(pen, [x, y]) {
    pen.setLineDash([]);
    // Light on dark: it is seen on any screen.
    for (const [color, width] of [["#000", 5], ["#ffd600", 2]]) {
      Object.assign(pen, { strokeStyle: color, lineWidth: width });
      pen.beginPath();
      for (const [across, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        pen.moveTo(x + 0.5 + across * AIM[0], y + 0.5 + down * AIM[0]);
        pen.lineTo(x + 0.5 + across * AIM[1], y + 0.5 + down * AIM[1]);
      }
      pen.stroke();
    }
  }

  box(pen, { region: [left, top, width, height], label, kind, chosen, click }) {
    pen.strokeStyle = pen.fillStyle = COLORS[kind];
    pen.lineWidth = chosen ? 3 : 2;
    pen.setLineDash(kind === "near" ? [6, 4] : []);
    pen.strokeRect(left - 1, top - 1, width + 2, height + 2);
    pen.setLineDash([]);
    if (click) {
      pen.beginPath();
      pen.arc(click[0] + 0.5, click[1] + 0.5, 4, 0, 2 * Math.PI);
      pen.stroke();
    }
    if (!label) return;
    pen.font = "bold 13px sans-serif";
    const wide = pen.measureText(label).width + 6;
    const y = top >= 18 ? top - 18 : top + height + 2;
    pen.fillRect(left - 2, y, wide, 16);
    pen.fillStyle = "#000";
    pen.fillText(label, left + 1, y + 12);
  }
}
