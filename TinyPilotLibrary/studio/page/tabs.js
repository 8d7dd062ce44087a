// Tools in tabs: arrow keys go from one to the next.

export class Tabs extends EventTarget {
  constructor(list, panels) {
    super();
    Object.assign(this, { list, panels });
    this.tabs = [];
    list.addEventListener("keydown", (event) => this.key(event));
  }

  /** A tab with what a template has in it. */
  add(name, label) {
    const panel = document.createElement("div");
    Object.assign(panel, { id: name, role: "tabpanel", hidden: true });
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    panel.append(document.getElementById(`${name}-panel`).content.cloneNode(true));
    this.panels.append(panel);
    const tab = document.createElement("button");
    Object.assign(tab, { id: `tab-${name}`, type: "button", role: "tab", textContent: label, tabIndex: -1 });
    tab.setAttribute("aria-controls", name);
    tab.setAttribute("aria-selected", "false");
    tab.addEventListener("click", () => this.show(name));
    this.list.append(tab);
    this.tabs.push({ name, tab, panel });
    return panel;
  }

  show(name) {
    this.shown = name;
    for (const each of this.tabs) {
      const is = each.name === name;
      each.tab.setAttribute("aria-selected", String(is));
      each.tab.tabIndex = is ? 0 : -1;
      each.panel.hidden = !is;
    }
    this.dispatchEvent(new Event("shown"));
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = this.tabs.findIndex((each) => each.name === this.shown);
    const next = this.tabs[(at + step + this.tabs.length) % this.tabs.length];
    this.show(next.name);
    next.tab.focus();
  }
}
