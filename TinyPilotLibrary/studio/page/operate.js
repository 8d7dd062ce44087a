// Keys, text, power and lights by buttons.

const CHORDS = ["Ctrl+Alt+Delete", "Escape", "Tab", "Enter", "Delete", "Insert", "PrintScreen", "Win",
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`), "Alt+F4", "Alt+Tab", "Ctrl+Alt+F2", "Ctrl+Alt+F7",
  "Up", "Down", "Left", "Right", "PageUp", "PageDown"];
const POWER = [["On", "on", false], ["Off", "off", true], ["Reset", "reset", true]];
const LOOK = 2000;

export function fillOperate(panel, { api, about, guarded }) {
  const find = (id) => panel.querySelector(`#${id}`);
  const layout = find("layout");
  for (const { name, title } of about.layouts) layout.append(new Option(`${title} (${name})`, name));
  layout.value = about.layout;
  const press = (chord) => guarded(() => api.ask("chords", { chords: [chord], layout: layout.value }));
  for (const chord of CHORDS) find("chords").append(button(chord, () => press(chord)));
  submitted(find("chord-form"), () => press(find("chord").value));
  submitted(find("text-form"), () => guarded(
    () => api.companion("paste", { text: find("text").value, language: layout.value })));
  power(panel, api, about, guarded);
  lights(panel, api, about);
}

export function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

export function submitted(form, act) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(event);
  });
}

function power(panel, api, about, guarded) {
  const row = panel.querySelector("#power");
  const able = about.abilities.includes("power");
  for (const [label, action, isGrave] of POWER) {
    const made = button(label, () => {
      if (!isGrave || confirm(`${label}: what runs on the target is lost. Go on?`)) {
        guarded(() => api.companion("power", { action }));
      }
    });
    made.disabled = !able;
    row.append(made);
  }
  if (about.abilities.includes("shutdown")) {
    row.append(button("Shut down", () => guarded(() => api.companion("power", { action: "shutdown" }))));
  }
  const told = panel.querySelector("#power-state");
  if (!able) told.textContent = "This device cannot switch the target's power.";
  if (!about.abilities.includes("power-state")) return;
  watched(panel, async () => {
    told.textContent = `The target is ${(await (await api.companion("power")).json()).state}.`;
  });
}

function lights(panel, api, about) {
  const told = panel.querySelector("#leds");
  if (!about.abilities.includes("leds")) {
    told.textContent = "This device cannot read the keyboard's lights.";
    return;
  }
  watched(panel, async () => {
    const { numLock, capsLock, scrollLock } = await (await api.companion("leds")).json();
    const lit = [[numLock, "Num Lock"], [capsLock, "Caps Lock"], [scrollLock, "Scroll Lock"]];
    told.textContent = lit.filter(([on]) => on).map(([, name]) => name).join(", ") || "All off.";
  });
}

/** Looks again and again, while the panel is shown and the page is in front. */
export function watched(panel, look) {
  setInterval(() => { if (!panel.hidden && !document.hidden) look().catch(() => {}); }, LOOK);
  look().catch(() => {});
}
