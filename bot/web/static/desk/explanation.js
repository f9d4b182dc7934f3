// Why an appliance is taken for what it is: what was weighed, which entity plays which part, and the lines that change it.

import { el } from "../dom.js";
import { attributeWord } from "../naming.js";
import { prefs } from "../prefs.js";
import { words } from "./language.js";
import { typeWord } from "./meaning.js";

const partWord = (key) => prefs.words.actions[key] ?? attributeWord(key);
// The reasons are the recognition's own, in English.
const reason = (text) => el("span", { class: "note", lang: "en" }, text);

// told: what GET /appliances/{id}/explanation answers.
export function explanationView(told) {
  const say = words().why;
  const [taken, ...weighed] = told.candidates;
  return el(
    "div", { class: "explanation" },
    el("dl", { class: "facts-list" },
      el("dt", {}, say.taken), el("dd", {}, el("b", {}, typeWord(told.type)), taken && taken.type === told.type ? reasons(taken) : null),
      weighed.length ? el("dt", {}, say.weighed) : null,
      weighed.length ? el("dd", {}, ...weighed.map((one) => el("div", {}, typeWord(one.type), reasons(one)))) : null,
      el("dt", {}, say.sources), el("dd", {}, ...told.sources.map((one) => el("div", {}, el("code", {}, one))))),
    told.parts.length ? el("h4", {}, say.parts) : null,
    told.parts.length ? el("ul", { class: "parts" }, ...told.parts.map((part) => partView(told.appliance, part))) : null,
    told.left_out.length ? el("details", {}, el("summary", {}, say.left_out(told.left_out.length)), el("ul", { class: "parts" },
      ...told.left_out.map((one) => el("li", {}, el("code", {}, one.entity), reason(one.why))))) : null,
    told.notes.length ? el("details", {}, el("summary", {}, say.notes(told.notes.length)), el("ul", { class: "parts" }, ...told.notes.map((one) => el("li", {}, reason(one))))) : null,
    told.left_off ? el("p", { class: "note" }, say.left_off(told.left_off)) : null,
    told.parts.length ? el("p", { class: "note" }, say.change) : null,
    told.parts.length ? el("pre", { class: "yaml", tabindex: "0", "aria-label": say.lines }, el("code", {}, roleLines(told.appliance, told.parts[0]))) : null,
  );
}

const reasons = (one) => el("span", {}, ` ${words().why.points(Math.round(one.score * 10) / 10)} `, reason(one.why.join("; ")));

function partView(appliance, part) {
  const say = words().why;
  const what = partWord(part.key);
  return el(
    "li", {},
    el("div", { class: "part-head" }, el("b", {}, what), copier(roleLines(appliance, part), say.copy_of(what))),
    el("code", { class: "role" }, roleLine(part)),
    part.why ? reason(part.why) : null,
    part.topic ? el("span", { class: "note" }, `${say.topic} `, el("code", {}, part.topic)) : null,
  );
}

// As YAML takes it: ids are plain words, names may be anything.
const quoted = (text) => (/^[A-Za-z][\w.-]*$/.test(text) ? text : JSON.stringify(text));

const roleLine = (part) => `${quoted(part.key)}: ${quoted(part.entity)}`;

const roleLines = (appliance, part) => `appliances:\n  ${quoted(appliance)}:\n    roles:\n      ${roleLine(part)}\n`;

// Browsers let pages copy only where the connection is safe; the line itself can always be marked and copied.
function copier(text, label) {
  if (!navigator.clipboard) return null;
  const say = words().why;
  const button = el("button", { type: "button", class: "chip", "aria-label": label, title: label }, say.copy);
  button.addEventListener("click", () => navigator.clipboard.writeText(text).then(() => {
    button.textContent = say.copied;
    button.setAttribute("aria-label", say.copied);
  }, () => null));
  return button;
}
