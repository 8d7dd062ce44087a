// A run that is over: what it missed, one template or text after the other.

import { button } from "./operate.js";
import { readLines } from "./read.js";

const FOUND_TEXT = "It is on this screen: it came too late, or it was looked for in another way, such as in a state.";

export class Stored {
  constructor({ api, tabs, cut, guarded }) {
    Object.assign(this, { api, tabs, cut, guarded });
  }

  async fill(panel) {
    this.find = (id) => panel.querySelector(`#${id}`);
    this.find("stored-again").addEventListener("click", () => this.guarded(() => this.look()));
    await this.guarded(() => this.look());
  }

  async look() {
    const { summary, screens, groups } = await this.api.ask("stored");
    const misses = groups.reduce((sum, group) => sum + group.misses.length, 0);
    this.find("stored-told").textContent = `${summary}. ${misses} ${misses === 1 ? "miss" : "misses"}, `
      + `${screens} ${screens === 1 ? "screen" : "screens"} stored.`;
    this.find("stored-groups").replaceChildren(...groups.map((group) => this.group(group)));
  }

  group({ locator, misses }) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("h3"), { textContent: `${locator}: ${misses.length}` }));
    for (const miss of misses) {
      const box = document.createElement("details");
      box.append(Object.assign(document.createElement("summary"), { textContent: miss.test }));
      box.addEventListener("toggle", () => { if (box.open) this.guarded(() => this.open(box, locator, miss)); });
      item.append(box);
    }
    return item;
  }

  /** The miss with the templates as they are now: after one was mended, it may be found. */
  async open(box, locator, { index }) {
    const { frozen, missed, region } = await this.api.ask(`stored/${index}`);
    while (box.children.length > 1) box.lastChild.remove();
    const line = (text, className = "") => box.append(Object.assign(document.createElement("p"), { textContent: text, className }));
    const isText = /^(text|re):/.test(locator);
    if (!missed.length) line(isText ? FOUND_TEXT : "It is found on this screen now.", "good");
    for (const [which, each] of missed.entries()) {
      line(`score ${each.score.toFixed(3)} of ${each.threshold.toFixed(3)}: ${each.reason}`, "quiet");
      if (each.read.length) box.append(readLines(each.read));
      if (each.pictures.includes("seen")) box.append(await this.slider(each, `stored/${index}/${which}`));
      if (each.name) {
        const what = each.replaces ? `Propose a new crop of ${each.name}` : `Propose another picture: ${each.name}`;
        box.append(button(what, () => this.guarded(() => this.propose(frozen, each))));
      }
    }
    if (isText) box.append(button("Try on this screen", () => this.guarded(() => this.try(frozen, locator, region))));
    box.append(button("Cut from this screen", () => this.guarded(() => this.propose(frozen, null))));
  }

  /** What was wanted over what is there, with its edge where the slider is. */
  async slider(each, path) {
    const box = Object.assign(document.createElement("div"), { className: "slider" });
    const [wanted, seen] = await Promise.all(["wanted", "seen"].map((name) => this.picture(`${path}/${name}`)));
    wanted.alt = `wanted: ${each.locator}`;
    seen.alt = `on the screen: ${each.locator}`;
    const both = Object.assign(document.createElement("div"), { className: "over" });
    both.append(seen, wanted);
    const slide = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, value: 50 });
    slide.setAttribute("aria-label", "Left of here what was wanted, right of it what is on the screen");
    const show = () => { wanted.style.clipPath = `inset(0 ${100 - slide.value}% 0 0)`; };
    slide.addEventListener("input", show);
    show();
    box.append(both, slide);
    return box;
  }

  async picture(path) {
    const answer = await this.api.checked(`api/${path}`);
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(await answer.blob());
    await picture.decode();
    URL.revokeObjectURL(picture.src);
    return picture;
  }

  /** The locator on the screen as it was, to be changed until it finds what it should. */
  async try(frozen, locator, region) {
    await this.cut.freeze({ number: frozen });
    document.getElementById("locator").value = locator;
    document.getElementById("try-region").value = region;
    this.tabs.show("try");
    document.getElementById("locator").focus();
  }

  async propose(frozen, each) {
    this.tabs.show("cut");
    await this.cut.freeze({ number: frozen });
    if (each) this.cut.propose(each);
  }
}
