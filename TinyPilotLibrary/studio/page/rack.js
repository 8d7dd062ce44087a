// The stands of a lab as tiles: a picture travels when it is another one, every few seconds.

import { Api } from "./api.js";

const EVERY = 2000;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** A stand: its screen, its name, what is wrong. */
class Tile {
  constructor(api, { name }) {
    Object.assign(this, { api, name, number: null });
    this.item = document.createElement("li");
    this.link = Object.assign(document.createElement("a"), { className: "tile" });
    this.picture = Object.assign(document.createElement("img"), { alt: `The screen of ${name}`, hidden: true });
    this.told = Object.assign(document.createElement("span"), { className: "quiet", textContent: "Opening …" });
    const title = Object.assign(document.createElement("span"), { className: "name", textContent: name });
    const box = Object.assign(document.createElement("span"), { className: "box" });
    box.append(this.picture, this.told);
    this.link.append(box, title);
    this.item.append(this.link);
  }

  async run() {
    for (;;) {
      if (!document.hidden) {
        try {
          await this.look();
        } catch {
          this.tell("The studio does not answer; trying again");
        }
      }
      await pause(EVERY);
    }
  }

  async look() {
    const known = this.number === null ? "" : `?known=${this.number}`;
    const answer = await this.api.send(`api/rack/${encodeURIComponent(this.name)}${known}`);
    const studio = answer.headers.get("X-Studio");
    if (studio) this.link.href = studio;
    if (answer.status === 304) return this.tell("");
    if (answer.status === 204) return this.tell("No signal");
    if (!answer.ok) return this.tell(await answer.text());
    const url = URL.createObjectURL(await answer.blob());
    this.picture.src = url;
    await this.picture.decode();
    URL.revokeObjectURL(url);
    this.number = Number(answer.headers.get("X-Frame-Number"));
    this.tell("");
  }

  tell(text) {
    this.picture.hidden = this.number === null;
    this.picture.classList.toggle("lost", Boolean(text));
    this.told.hidden = !text;
    if (this.told.textContent !== text) this.told.textContent = text;
  }
}

async function start() {
  const api = new Api(() => Promise.reject(new Error("The rack is for this machine alone.")));
  let stands;
  for (;;) {
    try {
      stands = await api.ask("rack");
      break;
    } catch (error) {
      document.getElementById("status").textContent = error.message;
      await pause(EVERY);
    }
  }
  const tiles = stands.map((stand) => new Tile(api, stand));
  document.getElementById("status").textContent = stands.length === 1 ? "1 stand" : `${stands.length} stands`;
  document.getElementById("stands").append(...tiles.map((tile) => tile.item));
  for (const tile of tiles) tile.run();
}

start();
