// A unified diff, line by line, with what came and what went.

import { el } from "../dom.js";
import { words } from "./language.js";

const KINDS = { "+": "added", "-": "removed", "@": "hunk", " ": "same" };

export function diffView(name, diff) {
  const say = words().history;
  // The names in the first two lines stand in the caption; the place in the third is the first one anyway.
  const [, , , ...lines] = diff.replace(/\n$/, "").split("\n");
  return el("figure", { class: "diff" }, el("figcaption", {}, name), el("div", { class: "lines", tabindex: "0", role: "region", "aria-label": name }, ...lines.map((line) => {
    const kind = KINDS[line[0]] ?? "same";
    const spoken = { added: say.added, removed: say.removed }[kind];
    return el("div", { class: `line ${kind}` }, el("span", { class: "sign", "aria-hidden": "true" }, kind === "hunk" ? "" : line[0] ?? ""),
      spoken ? el("span", { class: "unseen" }, `${spoken}: `) : null, el("span", { class: "line-text" }, kind === "hunk" ? "⋯" : line.slice(1)));
  })));
}
