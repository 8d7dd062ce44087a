// A paused run: what was not found, and how it goes on.

import { button } from "./operate.js";
import { readLines } from "./read.js";

const AGAIN = 2000;
const NAMES = { wanted: "wanted", seen: "on the screen", difference: "difference" };
const ANSWERS = [["Try again", "retry", "The same wait once more, with templates read anew."],
  ["Go on", "go on", "As if it had been found where it came closest."], ["Fail", "fail", "As without a pause."],
  ["Skip the test", "skip", ""], ["End the run", "abort", ""]];

export class Run {
  constructor({ api, about, screen, tabs, cut, guarded }) {
    Object.assign(this, { api, about, screen, tabs, cut, guarded });
    this.pause = null;
    this.version = null;
  }

  fill(panel) {
    this.find = (id) => panel.querySelector(`#${id}`);
    this.answers = ANSWERS.map(([label, answer, title]) => {
      const made = button(label, () => this.guarded(() => this.api.ask(`pause/${this.pause.number}`, { answer })));
      made.title = title;
      this.find("answers").append(made);
      return [made, answer];
    });
    this.answers[0][0].classList.add("main");
    setInterval(() => this.tick(), 1000);
    this.screen.addEventListener("state", () => { if (this.screen.state === "live") this.guarded(() => this.renew()); });
    this.show();
    this.watch();
  }

  /** A run may open its device after the page, and the next suite has another one: the page is made anew for it. */
  async renew() {
    const isSame = JSON.stringify(await this.api.ask("about")) === JSON.stringify(this.about);
    if (!isSame) location.reload();
    return isSame;
  }

  async watch() {
    for (;;) {
      try {
        const known = this.version === null ? "" : `?after=${this.version}`;
        const { version, pause } = await this.api.ask(`pause${known}`);
        const isNews = version !== this.version;
        this.version = version;
        if (isNews && (!pause || (await this.renew()))) await this.told(pause);
      } catch {
        // Another run may count anew.
        this.version = null;
        await new Promise((done) => setTimeout(done, AGAIN));
      }
    }
  }

  async told(pause) {
    this.pause = pause;
    this.until = pause ? Date.now() + 1000 * pause.seconds_left : null;
    document.title = document.title.replace(/^Paused – /, "");
    if (pause) {
      document.title = `Paused – ${document.title}`;
      this.tabs.show("run");
    } else if (this.cut.frozen) {
      this.cut.thaw();
    }
    this.show();
    await this.pictures();
  }

  show() {
    const { pause } = this;
    this.find("run-told").textContent = pause ? "The run is paused." : "The run goes on.";
    this.find("run-told").className = pause ? "warn" : "good";
    this.find("run-test").textContent = pause?.test ?? "";
    this.find("run-message").textContent = pause?.message ?? "";
    for (const [made, answer] of this.answers) made.disabled = !pause || (answer === "go on" && !pause.can_go_on);
    this.find("missed").replaceChildren(...(pause?.missed ?? []).map((each, index) => this.missed(each, index)));
    this.find("cut-anew").replaceChildren();
    if (pause?.frozen != null) {
      this.find("cut-anew").append(button("Cut from this frame", () => this.guarded(() => this.propose(null))));
    }
    this.tick();
  }

  missed(each, index) {
    const item = document.createElement("li");
    const line = (text, className = "") => item.append(Object.assign(document.createElement("p"), { textContent: text, className }));
    line(each.locator);
    line(`score ${each.score.toFixed(3)} of ${each.threshold.toFixed(3)}${each.region ? ` at ${each.region.join(",")}` : ""}: ${
      each.reason}`, "quiet");
    const row = Object.assign(document.createElement("div"), { className: "compared" });
    for (const name of each.pictures) {
      const figure = document.createElement("figure");
      const caption = Object.assign(document.createElement("figcaption"), { textContent: NAMES[name] });
      const picture = Object.assign(document.createElement("img"), { alt: `${NAMES[name]}: ${each.locator}` });
      picture.dataset.of = `${index}/${name}`;
      figure.append(caption, picture);
      row.append(figure);
    }
    item.append(each.read.length ? readLines(each.read) : row);
    if (each.name) {
      const what = each.replaces ? `Propose a new crop of ${each.name}` : `Propose another picture: ${each.name}`;
      item.append(button(what, () => this.guarded(() => this.propose(each))));
    }
    return item;
  }

  /** Pictures need the token, so that they come as everything else does. */
  async pictures() {
    const { pause } = this;
    for (const picture of this.find("missed").querySelectorAll("img")) {
      const answer = await this.api.checked(`api/pause/${pause.number}/${picture.dataset.of}`);
      const url = URL.createObjectURL(await answer.blob());
      picture.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
      picture.src = url;
    }
  }

  async propose(each) {
    this.tabs.show("cut");
    await this.cut.freeze({ number: this.pause.frozen });
    if (each) this.cut.propose(each);
  }

  tick() {
    const seconds = this.until ? Math.max(0, Math.round((this.until - Date.now()) / 1000)) : null;
    this.find("run-left").textContent = seconds === null ? "" : `Without an answer it goes on in ${seconds} s.`;
  }
}
