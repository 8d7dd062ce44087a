// Who has the device: taking it over, and handing it over.

import { watched } from "./operate.js";

export function fillLease(panel, { api, guarded, passing }) {
  const find = (id) => panel.querySelector(`#${id}`);
  let held = { holder: null };

  async function look() {
    // As long as the keyboard is used here, so is the device.
    held = await api.holder(passing.captured);
    const mine = held.holder === api.name;
    const since = held.since && new Date(held.since).toLocaleTimeString();
    find("lease").textContent = told(held, mine, since);
    find("take-over").hidden = mine || !held.holder;
    find("hand-over").hidden = !mine;
  }

  find("take-over").addEventListener("click", () => guarded(async () => {
    if (!confirm(`${held.holder} sends nothing more then, and is told so. Go on?`)) return;
    await api.companion("lease", { takeOver: true });
    await look();
  }));
  find("hand-over").addEventListener("click", () => guarded(async () => {
    passing.free();
    await api.companion("lease/end", {});
    await look();
  }));
  watched(panel, look);
}

function told({ holder, waiting }, mine, since) {
  const others = waiting ? ` ${waiting} more wait for it.` : "";
  if (!holder) return `Nobody sends input now.${others}`;
  return `${mine ? "This page has the device" : `The device is in use by ${holder}`} since ${since}.${others}`;
}
