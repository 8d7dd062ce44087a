// What was read instead of a text that was missed.

/** The lines, closest first; what differs from what was wanted is marked. */
export function readLines(lines) {
  const box = Object.assign(document.createElement("pre"), { className: "read", tabIndex: 0 });
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Text that was read, the closest line first");
  for (const line of lines) {
    for (const [differs, text] of line) {
      const piece = document.createElement(differs ? "mark" : "span");
      piece.textContent = text;
      box.append(piece);
    }
    box.append("\n");
  }
  return box;
}
