// A locator, tried on the screen as often as it changes.

const SETTLE = 250;

export function fillTry(panel, { api, about, screen, tabs, marks, cut }) {
  const find = (id) => panel.querySelector(`#${id}`);
  const told = find("try-told");
  const list = find("try-results");
  let asked = 0;
  let timer = null;
  find("try-threshold").value = about.threshold;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, SETTLE);
  };

  async function look() {
    const locator = find("locator").value.trim();
    find("try-threshold-value").textContent = Number(find("try-threshold").value).toFixed(2);
    if (tabs.shown !== "try") return;
    if (!locator) {
      answer("", [], []);
      return;
    }
    const mine = ++asked;
    const body = { locator, region: find("try-region").value, offset: find("try-offset").value, threshold: Number(find("try-threshold").value),
      ignore_case: find("try-ignore-case").checked, exact: find("try-exact").checked ? "row" : null,
      state: find("try-state").value || null, frozen: cut.frozen?.number ?? null };
    try {
      const { found, missed, notes } = await api.ask("try", body);
      if (mine === asked && tabs.shown === "try") show(found, missed, notes);
    } catch (error) {
      if (mine === asked) answer(error.message, [], [], "bad");
    }
  }

  function show(found, missed, notes) {
    const score = (value) => value.toFixed(3);
    const lines = [
      ...found.map((each) => `${score(each.score)} at ${each.region.join(",")}`
        + (each.text ? `, read: ${each.text}` : "") + (each.template ? `, ${each.template}` : "")
        + (each.click ? `; a click goes to ${each.click.join(",")}` : `; a click goes nowhere: ${each.no_click}`)),
      ...missed.map((each) => `${score(each.score)} of ${score(each.threshold)}`
        + (each.region ? ` at ${each.region.join(",")}` : "") + `: ${each.reason}`),
      ...notes,
    ];
    const boxes = [
      ...found.map((each, index) => ({ ...each, kind: "found", label: `${index + 1}: ${score(each.score)}` })),
      ...missed.filter((each) => each.region).map((each) => ({ ...each, kind: "near", label: score(each.score) })),
    ];
    const times = found.length === 1 ? "once" : `${found.length} times`;
    answer(found.length ? `Found ${times}.` : "Not found.", lines, boxes, found.length ? "good" : "warn");
  }

  function answer(sentence, lines, boxes, kind = "") {
    if (told.textContent !== sentence) told.textContent = sentence;
    told.className = kind;
    list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
    marks.show(boxes);
  }

  panel.addEventListener("input", later);
  panel.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); look(); });
  screen.addEventListener("frame", later);
  tabs.addEventListener("shown", () => { if (tabs.shown === "try") look(); });
}
