// What is done with the target, as a suite: recorded, edited, saved, run.

import { submitted } from "./operate.js";

const LOOK = 500;

export class Recording {
  constructor({ api, about, guarded, passing }) {
    Object.assign(this, { api, about, guarded, passing });
    this.version = null;
    this.isOn = false;
    this.isEdited = false;
    this.isRunning = false;
  }

  fill(panel) {
    this.panel = panel;
    this.find = (id) => panel.querySelector(`#${id}`);
    this.text = this.find("record-text");
    this.find("record-folder").textContent = this.about.suites ? `Saved in ${this.about.suites}.`
      : "There is no folder to save in: start the studio with --templates FOLDER.";
    submitted(this.find("record-form"), () => this.guarded(() => (this.isOn ? this.stop() : this.start())));
    this.find("record-secret").addEventListener("change", (event) => this.guarded(
      () => this.api.ask("recording/secret", { secret: event.target.checked })));
    this.text.addEventListener("input", () => { this.isEdited = true; this.show(); });
    this.find("record-save").addEventListener("click", () => this.guarded(() => this.save()));
    this.find("record-run").addEventListener("click", () => this.guarded(() => this.run()));
    this.find("record-stop").addEventListener("click", () => this.guarded(() => this.api.ask("recording/run/stop", {})));
    this.show();
    this.guarded(() => this.look()).then(() => this.watch());
  }

  async watch() {
    for (;;) {
      await new Promise((done) => setTimeout(done, LOOK));
      try {
        if (this.isOn) await this.look();
        if (this.isRunning) await this.lookAtRun();
      } catch {
        // The line on top says that the studio does not answer.
      }
    }
  }

  /** What was recorded by now. A text that somebody has edited stays. */
  async look() {
    const known = this.version === null ? "" : `?known=${this.version}`;
    const now = await this.api.ask(`recording${known}`);
    this.version = now.version;
    this.isOn = now.is_on;
    this.find("record-secret").checked = now.is_secret;
    if (now.name) this.find("record-name").value = now.name;
    if (now.text !== null && now.name && !this.isEdited) {
      this.text.value = now.text;
      if (this.isOn) this.text.scrollTop = this.text.scrollHeight;
    }
    this.show();
  }

  async start() {
    if (this.isEdited && !confirm("The text was edited, and a new recording takes its place. Go on?")) return;
    const layout = document.getElementById("layout").value;
    await this.api.ask("recording/start", { name: this.find("record-name").value.trim(), layout });
    this.isEdited = false;
    this.find("record-saved").textContent = "";
    await this.look();
  }

  async stop() {
    this.passing.free();
    this.find("record-told").textContent = "Looking at what came last …";
    await this.api.ask("recording/stop", {});
    await this.look();
  }

  async save() {
    const body = { name: this.find("record-name").value.trim(), text: this.text.value,
      replace: this.find("record-replace").checked };
    const saved = await this.api.ask("recording/save", body);
    const templates = saved.templates === 1 ? "1 template" : `${saved.templates} templates`;
    this.find("record-saved").textContent = `Saved as ${saved.file}, with ${templates}.`;
    this.find("record-saved").className = "good";
    // Saved once, it is saved again without a question.
    this.find("record-replace").checked = true;
  }

  async run() {
    if (this.passing.captured) this.passing.free();
    await this.save();
    // The suite is another client: this page hands the device over to it.
    await this.api.companion("lease/end", {});
    await this.api.ask("recording/run", { name: this.find("record-name").value.trim() });
    this.find("record-log").replaceChildren();
    await this.lookAtRun();
  }

  async lookAtRun() {
    const { is_running: isRunning, code, output, log } = await this.api.ask("recording/run");
    const pane = this.find("record-output");
    pane.hidden = false;
    if (pane.textContent !== output) {
      pane.textContent = output;
      pane.scrollTop = pane.scrollHeight;
    }
    this.isRunning = isRunning;
    this.show();
    if (isRunning) return;
    this.find("record-told").textContent = code === 0 ? "The suite has passed." : `The suite has not passed (${code}).`;
    this.find("record-told").className = code === 0 ? "good" : "bad";
    if (log) {
      const link = Object.assign(document.createElement("a"), { href: log, target: "_blank", rel: "noopener noreferrer",
        textContent: "Its log" });
      this.find("record-log").replaceChildren(link);
    }
  }

  show() {
    const record = this.find("record");
    record.textContent = this.isOn ? "Stop recording" : "Record";
    record.classList.toggle("on", this.isOn);
    record.disabled = this.isRunning;
    this.find("record-name").readOnly = this.isOn;
    this.find("record-secret").disabled = !this.isOn;
    this.text.readOnly = this.isOn;
    const ready = !this.isOn && !this.isRunning && Boolean(this.text.value) && Boolean(this.about.suites);
    this.find("record-save").disabled = this.find("record-run").disabled = !ready;
    this.find("record-stop").disabled = !this.isRunning;
    this.find("record-told").className = this.isOn ? "warn" : "quiet";
    this.find("record-told").textContent = this.isOn ? "What is done with the target is recorded."
      : this.isRunning ? "The suite runs." : "";
  }
}
