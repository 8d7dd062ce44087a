// Puts the page together.

import { Api } from "./api.js";
import { Cut } from "./cut.js";
import { fillLease } from "./lease.js";
import { Marks } from "./marks.js";
import { fillMedia } from "./media.js";
import { fillOperate } from "./operate.js";
import { Passing } from "./passing.js";
import { Pointing } from "./pointing.js";
import { Recording } from "./recording.js";
import { Run } from "./run.js";
import { Screen } from "./screen.js";
import { Stored } from "./stored.js";
import { Tabs } from "./tabs.js";
import { fillTry } from "./try.js";

const find = (id) => document.getElementById(id);
const STATES = { connecting: "Connecting …", live: "Live", "no signal": "No signal", unreachable: "Device unreachable",
  away: "Studio unreachable, trying again", refused: "Refused" };

/** Does what may fail, and says so if it does. */
async function guarded(act) {
  find("message").textContent = "";
  try {
    return await act();
  } catch (error) {
    find("message").textContent = error.message;
    return undefined;
  }
}

function askKey() {
  const dialog = find("ask-key");
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(find("key").value), { once: true }));
}

function told(screen) {
  const size = screen.size ? `, ${screen.size.width}×${screen.size.height}` : "";
  const frozen = screen.frozen ? "; a frozen frame is shown" : "";
  find("status").textContent = STATES[screen.state] + (screen.state === "live" ? size : "") + frozen;
}

function aged(screen) {
  const seconds = screen.changed === null ? null : Math.floor((Date.now() - screen.changed) / 1000);
  const age = seconds === null ? "" : seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
  find("age").textContent = age && `Picture ${age} old, ${Math.ceil(screen.bytes / 1000)} kB received`;
}

async function start() {
  const api = new Api(askKey);
  const screen = new Screen(api, find("screen"), find("picture"), find("blind"));
  screen.addEventListener("state", () => told(screen));
  screen.addEventListener("frame", () => told(screen));
  screen.addEventListener("frozen", () => told(screen));
  setInterval(() => aged(screen), 1000);
  screen.run();
  let about;
  while (!(about = await guarded(() => api.ask("about")))) await new Promise((done) => setTimeout(done, 2000));
  find("device").textContent = about.device;
  document.title = `${about.device} – Studio`;
  const passing = new Passing(api, screen, find("capture"), (error) => { find("message").textContent = error.message; });
  passing.holds = about.abilities.includes("held-keys");
  const tabs = new Tabs(find("tabs"), find("panels"));
  const marks = new Marks(find("marks"), screen);
  const pointing = new Pointing(screen, passing, marks, find("point"), find("pointing"));
  const parts = { api, about, guarded, screen, tabs, passing, pointing, marks };
  const cut = new Cut(parts);
  if (about.operates) {
    const operate = tabs.add("operate", "Operate");
    fillOperate(operate, parts);
    fillLease(operate, parts);
    fillMedia(operate, parts);
  } else {
    // Stored screens: nothing of them gets older, and nothing can be done with them.
    for (const id of ["bar", "age"]) find(id).hidden = true;
    STATES.live = "Stored screen";
    told(screen);
  }
  fillTry(tabs.add("try", "Try"), { ...parts, cut });
  cut.fill(tabs.add("cut", "Cut"), about);
  tabs.addEventListener("shown", () => { if (!["try", "cut"].includes(tabs.shown)) marks.show([]); });
  if (about.records) new Recording(parts).fill(tabs.add("record", "Record"));
  if (about.stored) new Stored({ ...parts, cut }).fill(tabs.add("stored", "Misses"));
  if (about.pauses) new Run({ ...parts, cut }).fill(tabs.add("run", "Run"));
  tabs.show(about.pauses ? "run" : about.stored ? "stored" : "operate");
  document.body.dataset.ready = "yes";
}

start();
