// Templates cut out of a frozen frame.

import { button } from "./operate.js";

const KINDS = ["match", "exclude", "text", "click"];
const WORDS = { match: "has to be there", exclude: "does not count", text: "text to read", click: "click here" };
const SETTLE = 60;
const NEW = 40;
const FAR = 10;
// What one can do with an area in the list.
const IN_ROW = 3;
const MOST_TOLD = 8;

export class Cut {
  constructor({ api, screen, tabs, marks, passing, pointing, guarded }) {
    Object.assign(this, { api, screen, tabs, marks, passing, pointing, guarded });
    this.frozen = null;
    this.areas = [];
    this.chosen = -1;
    this.asked = 0;
  }

  fill(panel, about) {
    this.find = (id) => panel.querySelector(`#${id}`);
    this.elsewhere = [about.operates && ["session/try", "in this session"], about.stored && ["stored/try", "of the run"]]
      .filter(Boolean);
    this.find("cut-folder").textContent = about.folders.length ? `Saved in ${about.folders[0]}.`
      : "There is no folder to save in: start the studio with --templates FOLDER.";
    this.find("freeze").addEventListener("click", () => (this.frozen ? this.thaw() : this.guarded(() => this.freeze())));
    this.find("add-area").addEventListener("click", () => this.add());
    this.find("fit-area").addEventListener("click", () => this.guarded(() => this.fit()));
    this.find("cut-form").addEventListener("submit", (event) => { event.preventDefault(); this.guarded(() => this.save()); });
    const canvas = this.screen.canvas;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    canvas.addEventListener("pointerup", () => this.drop());
    canvas.addEventListener("dblclick", () => this.cycle());
    canvas.addEventListener("keydown", (event) => this.key(event));
    this.tabs.addEventListener("shown", () => { if (this.tabs.shown === "cut") this.show(); });
    this.show();
  }

  get active() {
    return this.frozen !== null && this.tabs.shown === "cut";
  }

  /** Freezes the screen as it is, or shows a frame that the studio has frozen. */
  async freeze(known) {
    this.passing.free();
    this.pointing.stop();
    this.frozen = known ?? (await this.api.ask("freeze", {}));
    const answer = await this.api.checked(`api/frozen/${this.frozen.number}`);
    const picture = await createImageBitmap(await answer.blob());
    Object.assign(this.frozen, { width: picture.width, height: picture.height });
    this.screen.freeze(picture);
    picture.close();
    this.areas = [];
    this.chosen = -1;
    this.find("freeze").textContent = "Back to the live screen";
    this.screen.canvas.focus();
    this.show();
  }

  /** Areas and a name that only have to be saved. */
  propose({ areas, name, folder, replaces, tags }) {
    this.areas = areas.map(({ kind, region }) => ({ kind, region: this.within(region) }));
    this.folder = folder;
    this.find("cut-name").value = name;
    this.find("cut-tags").value = tags.join(" ");
    this.find("cut-replace").checked = replaces;
    this.find("cut-folder").textContent = `Saved in ${folder}.`;
    this.find("saved").textContent = "";
    this.choose(this.areas.length ? 0 : -1);
  }

  thaw() {
    this.frozen = null;
    this.areas = [];
    this.chosen = -1;
    this.screen.thaw();
    this.find("freeze").textContent = "Freeze the screen";
    this.show();
  }

  add(region) {
    if (!this.frozen) return;
    const { width, height } = this.frozen;
    this.areas.push({ kind: "match", region: region ?? [(width - NEW) >> 1, (height - NEW) >> 1, NEW, NEW] });
    this.choose(this.areas.length - 1);
    if (!region) this.screen.canvas.focus();
  }

  choose(index) {
    this.chosen = index;
    this.show();
    this.judge();
  }

  press(event) {
    if (!this.active) return;
    const { x, y } = this.screen.pixel(event);
    const inside = this.areas.findIndex(({ region: [left, top, width, height] }) => x >= left && x < left + width
      && y >= top && y < top + height);
    this.screen.canvas.setPointerCapture(event.pointerId);
    this.start = { x: Math.round(x), y: Math.round(y), moved: inside, of: inside < 0 ? null : [...this.areas[inside].region] };
    if (inside >= 0) this.choose(inside);
  }

  drag(event) {
    if (!this.active || !this.start) return;
    const at = this.screen.pixel(event);
    const [x, y] = [Math.round(at.x), Math.round(at.y)];
    const { x: startX, y: startY, moved, of } = this.start;
    if (moved >= 0) {
      this.areas[moved].region = this.within([of[0] + x - startX, of[1] + y - startY, of[2], of[3]]);
    } else if (x !== startX && y !== startY) {
      const region = [Math.min(x, startX), Math.min(y, startY), Math.abs(x - startX), Math.abs(y - startY)];
      if (this.start.drawn === undefined) {
        this.areas.push({ kind: "match", region });
        this.start.drawn = this.chosen = this.areas.length - 1;
      }
      this.areas[this.start.drawn].region = region;
    } else return;
    this.show();
    this.judge();
  }

  drop() {
    this.start = null;
  }

  cycle() {
    if (!this.active || this.chosen < 0) return;
    const area = this.areas[this.chosen];
    area.kind = KINDS[(KINDS.indexOf(area.kind) + 1) % KINDS.length];
    this.show();
    this.judge();
  }

  /** As small as what is in it, or as its characters. */
  async fit() {
    const area = this.areas[this.chosen];
    if (!area) return;
    const { region } = await this.api.ask("fit", { frozen: this.frozen.number, region: [...area.region] });
    area.region = region;
    this.show();
    this.judge();
  }

  key(event) {
    if (!this.active || this.passing.captured || this.pointing.on) return;
    const far = event.ctrlKey ? FAR : 1;
    const [dx, dy] = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key] ?? [0, 0];
    const area = this.areas[this.chosen];
    if (event.key === "Insert") this.add();
    else if (area && event.key === "Delete") this.remove(this.chosen);
    else if (area && event.key === " ") this.cycle();
    else if (area && event.key === "Enter") this.guarded(() => this.fit());
    else if (area && (dx || dy)) {
      const [left, top, width, height] = area.region;
      area.region = this.within(event.shiftKey ? [left, top, Math.max(1, width + dx), Math.max(1, height + dy)]
        : [left + dx, top + dy, width, height]);
      this.show();
      this.judge();
    } else return;
    event.preventDefault();
  }

  within([left, top, width, height]) {
    const { width: most, height: highest } = this.frozen;
    const [wide, high] = [Math.min(width, most), Math.min(height, highest)];
    return [Math.min(Math.max(left, 0), most - wide), Math.min(Math.max(top, 0), highest - high), wide, high];
  }

  remove(index) {
    this.areas.splice(index, 1);
    this.choose(this.areas.length - 1);
  }

  show() {
    const shown = this.active;
    this.screen.box.classList.toggle("cutting", shown);
    if (this.tabs.shown === "cut") {
      this.marks.show(this.areas.map(({ kind, region }, index) => (
        { kind, region, chosen: index === this.chosen, label: `${index + 1} ${kind}` })));
    }
    this.find("add-area").disabled = this.find("save").disabled = !this.frozen;
    this.find("fit-area").disabled = this.chosen < 0;
    this.list();
    if (this.chosen < 0) this.verdict([]);
  }

  /** The areas in words; the keyboard stays where it was among them, or goes back to the screen after the last one. */
  list() {
    const list = this.find("areas");
    const controls = () => [...list.querySelectorAll("button, select")];
    const at = controls().indexOf(document.activeElement);
    list.replaceChildren(...this.areas.map((area, index) => this.row(area, index)));
    const now = controls();
    // Of the last row, if the one that had it is gone.
    if (at >= 0) (now[at] ?? now.at((at % IN_ROW) - IN_ROW) ?? this.screen.canvas).focus();
  }

  row(area, index) {
    const item = document.createElement("li");
    const select = document.createElement("select");
    select.setAttribute("aria-label", `Kind of area ${index + 1}`);
    for (const kind of KINDS) select.append(new Option(`${kind}: ${WORDS[kind]}`, kind));
    select.value = area.kind;
    select.addEventListener("change", () => { area.kind = select.value; this.choose(index); });
    const pick = button(area.region.join(","), () => { this.choose(index); this.screen.canvas.focus(); });
    pick.setAttribute("aria-pressed", String(index === this.chosen));
    const gone = button("Remove", () => this.remove(index));
    const line = Object.assign(document.createElement("div"), { className: "line" });
    line.append(pick, gone);
    item.append(line, select);
    return item;
  }

  judge() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), SETTLE);
  }

  async ask() {
    const area = this.areas[this.chosen];
    if (!area || !this.frozen) return;
    const mine = ++this.asked;
    // The search for where it was a moment ago ends.
    this.leaving?.abort();
    this.leaving = new AbortController();
    const body = { frozen: this.frozen.number, region: [...area.region] };
    try {
      const told = await this.api.ask("area", body);
      const lines = [judged(told), ...otherwise(told)];
      if (mine !== this.asked) return;
      this.verdict(lines);
      const text = await this.api.ask("text", body);
      if (mine !== this.asked) return;
      lines.push(read(text));
      this.verdict(lines);
      if (told.unusable || !this.areas.some(({ kind }) => kind === "match")) return;
      for (const [path, where] of this.elsewhere) {
        this.verdict([...lines, { text: `Looking at the other screens ${where} …`, kind: "quiet" }]);
        const line = await this.api.ask(path, this.toSave(), { signal: this.leaving.signal }).then(
          (answer) => tried(answer, where), (error) => ({ text: error.message, kind: "bad" }));
        if (mine !== this.asked) return;
        lines.push(line);
        this.verdict(lines);
      }
    } catch (error) {
      if (mine === this.asked) this.verdict([{ text: error.message, kind: "bad" }]);
    }
  }

  verdict(lines) {
    this.find("verdict").replaceChildren(...lines.filter(Boolean).map(({ text, kind }) => (
      Object.assign(document.createElement("p"), { textContent: text, className: kind }))));
  }

  /** What there is, as it would be saved. */
  toSave() {
    const name = this.find("cut-name").value.trim() || "area";
    const tags = this.find("cut-tags").value.split(/\s+/).filter(Boolean);
    return { frozen: this.frozen.number, name: name.endsWith(".png") ? name : `${name}.png`, areas: this.areas, tags,
      folder: this.folder ?? "", replace: this.find("cut-replace").checked };
  }

  async save() {
    const saved = await this.api.ask("save", this.toSave());
    const where = saved.found ? `found at ${saved.found.region.join(",")}, score ${saved.found.score.toFixed(3)}`
      : saved.warning;
    this.find("saved").textContent = `Saved as ${saved.file}; ${where}.`;
    this.find("saved").className = saved.found ? "good" : "warn";
  }
}

function judged({ unusable, twins, nearest }) {
  if (unusable) return { text: unusable, kind: "bad" };
  if (twins) return { text: `Not unique: it is on this frame ${twins + 1} times. Take more of its surroundings.`, kind: "bad" };
  if (!nearest) return { text: "Unique on this frame; nothing else is like it.", kind: "good" };
  return { text: `Unique on this frame. Its nearest twin is at ${nearest.region.join(",")} with score `
    + `${nearest.score.toFixed(3)}.`, kind: nearest.score > 0.7 ? "warn" : "good" };
}

/** How it fares where the screen is darker, or in another theme. */
function otherwise({ unusable, dimmed, tinted }) {
  if (unusable) return [];
  const found = [dimmed && "dimmed", tinted && "in another colour"].filter(Boolean);
  if (!found.length) return [{ text: "Dimmed or in another colour it is not found.", kind: "quiet" }];
  return [{ text: `It is also found ${found.join(" and ")}: other states of it pass for this one.`, kind: "warn" }];
}

/** On which other screens it would be found, and on which not. */
function tried({ found, missed }, where) {
  const all = found.length + missed.length;
  const not = missed.length ? ` Not on ${listed(missed, named)}.` : "";
  if (!all) return { text: `There are no other screens ${where} yet.`, kind: "quiet" };
  if (!found.length) return { text: `It is on none of the other screens ${where} (${all}): ${listed(missed, named)}.`, kind: "quiet" };
  const scored = (screen) => `${named(screen)}: ${screen.score.toFixed(3)}`;
  return { text: `It is also on ${found.length} of ${all} other screens ${where}: ${listed(found, scored)}.${not}`, kind: "quiet" };
}

function listed(screens, told) {
  const more = screens.length > MOST_TOLD ? ` and ${screens.length - MOST_TOLD} more` : "";
  return screens.slice(0, MOST_TOLD).map(told).join("; ") + more;
}

function named({ screen, tests, seen }) {
  if (seen === null) return tests.join(", ") || screen;
  const at = new Date(seen * 1000);
  return at.toDateString() === new Date().toDateString() ? at.toLocaleTimeString() : at.toLocaleString();
}

function read({ locator, places, error }) {
  if (error) return { text: `It cannot be read: ${error}`, kind: "quiet" };
  if (!locator) return null;
  const often = places === 1 ? "once" : `${places} times`;
  return { text: `It holds text: ${locator} is on this frame ${often}.`, kind: "quiet" };
}
