// Boxes over the screen.

const COLORS = { found: "#00c853", near: "#ff9100", match: "#00c853", exclude: "#ff5252", text: "#40a9ff", click: "#e040fb" };

export class Marks {
  constructor(canvas, screen) {
    Object.assign(this, { canvas, screen });
    this.boxes = [];
    screen.addEventListener("frame", () => this.draw());
  }

  /** Shows boxes: each with its region, label and kind; `chosen` is drawn stronger, `click` is a point. */
  show(boxes) {
    this.boxes = boxes;
    this.draw();
  }

  draw() {
    const { width, height } = this.screen.canvas;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, width, height);
    for (const box of this.boxes) this.box(pen, box);
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
