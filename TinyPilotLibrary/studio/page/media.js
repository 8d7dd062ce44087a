// Media that are inserted, and what the target starts from the next time.

import { button, submitted, watched } from "./operate.js";

const SOURCES = [["cd", "CD"], ["usb", "USB stick"], ["floppy", "Floppy"], ["disk", "Disk"], ["pxe", "Network"], ["setup", "Firmware setup"]];

export function fillMedia(panel, { api, about, guarded }) {
  const find = (id) => panel.querySelector(`#${id}`);
  const has = (ability) => about.abilities.includes(ability);
  find("media").hidden = !has("media");
  find("boot").hidden = !has("boot-once");
  if (has("boot-once")) {
    for (const [source, label] of SOURCES) {
      find("boot-keys").append(button(label, () => guarded(async () => {
        await api.companion("boot", { source });
        find("boot-told").textContent = `The next start is from: ${label}.`;
      })));
    }
  }
  if (!has("media")) return;

  async function look() {
    const { media } = await (await api.companion("media")).json();
    find("media-told").textContent = media.map(({ kind, image }) => `${kind}: ${image}`).join(", ") || "Nothing is inserted.";
    find("media-eject").disabled = !media.length;
  }

  const changed = (act) => guarded(async () => { await act(); await look(); });
  submitted(find("media-form"), () => changed(() => api.companion("media",
    { image: find("media-image").value.trim(), kind: find("media-kind").value })));
  find("media-eject").addEventListener("click", () => changed(() => api.companion("media/eject", { kind: null })));
  watched(panel, look);
}
