// What there is to say about a change of the words, as a list for people.

import { call } from "../api.js";
import { el, icon } from "../dom.js";
import { inLanguage, words } from "./language.js";
import { meaning } from "./meaning.js";

const SHOWN = 8;

// The Verdict of a call that may be refused; anything else that goes wrong is thrown.
export async function judged(method, path, body) {
  try {
    return await call(method, path, body);
  } catch (error) {
    if (error.body?.faults) return error.body;
    throw error;
  }
}

// All remarks of one file, for the editor. A finding with level error counts like a fault.
export const problemsOf = (verdict, name) => remarksOf(verdict).filter((one) => one.file === name);

function remarksOf({ faults, findings }) {
  return [...faults.map((one) => ({ ...one, level: "error" })), ...findings].map((one) => ({ ...one, text: inLanguage(one.text) }));
}

export const faultsIn = (verdict, name) => problemsOf(verdict, name).filter((one) => one.level === "error").length;

// goTo(file, line, column): null where there is nothing to go to
export function verdictView(verdict, goTo = null) {
  const say = words().verdict;
  const remarks = remarksOf(verdict);
  const { effect } = verdict;
  const broken = remarks.some((one) => one.level === "error");
  return el("div", { class: "verdict" },
    remarks.length ? el("ul", { class: "remarks" }, ...remarks.map((one) => remark(one, goTo))) : null,
    verdict.failed.length ? el("section", { class: "failed" }, el("h3", {}, say.failed(verdict.failed.length, verdict.tests)), el("ul", {}, ...verdict.failed.map((one) => failed(one, goTo)))) : null,
    broken ? null : el("p", { class: effect.worse ? "sum worse" : "sum" }, icon(effect.worse ? "alert" : "check"), el("span", {}, sums(verdict))),
    effect.changed.length ? sentences(effect) : null);
}

// One line for who hears the page: how many faults, or what would change.
export function summary(verdict) {
  const faults = remarksOf(verdict).filter((one) => one.level === "error").length;
  return faults ? words().files.faults(faults) : sums(verdict);
}

function sums({ effect, tests, failed: wrong }) {
  const say = words().verdict;
  const said = effect.of === 0 ? say.no_messages : effect.count === 0 ? say.same(effect.of) : say.differ(effect.of, effect.count);
  const held = tests && !wrong.length ? say.held(tests) : null;
  return [said, effect.worse ? say.worse(effect.worse) : null, held].filter(Boolean).join(" ");
}

function place({ file, line, column }, goTo) {
  const text = line ? words().verdict.place(file, line) : file;
  if (!goTo) return el("span", { class: "place" }, text);
  return el("button", { type: "button", class: "place", "data-key": `${file}:${line}:${column ?? ""}`, onclick: () => goTo(file, line, column) }, text);
}

function remark(one, goTo) {
  const key = one.key ? ` (${one.key})` : "";
  return el("li", { class: `remark ${one.level}` },
    el("span", { class: "level" }, words().verdict.levels[one.level]), place(one, goTo), el("span", { class: "text" }, `${one.text}${key}`));
}

function failed(one, goTo) {
  const say = words().verdict;
  return el("li", { class: "remark error" }, place(one, goTo), el("span", { class: "text" },
    el("q", {}, one.say), " ", say.wanted(one.wanted === "nothing" ? say.nothing : meaning(one.wanted)), " ", say.meant(meaning(one.means))));
}

function sentences({ changed, count }) {
  const say = words().verdict;
  const list = changed.map((one) => el("li", { class: one.worse ? "changed worse" : "changed" },
    el("p", { class: "sentence" }, el("q", {}, one.text), one.count > 1 ? el("span", { class: "note" }, say.times(one.count)) : null, one.worse ? el("strong", { class: "flag" }, say.risky) : null),
    el("p", { class: "from-to" },
      el("span", { class: "was" }, meaning(one.before)), el("span", { "aria-hidden": "true" }, "→"), el("span", { class: "unseen" }, say.becomes), el("span", { class: "is" }, meaning(one.after)))));
  const rest = list.slice(SHOWN);
  const unseen = count - changed.reduce((sum, one) => sum + one.count, 0);
  const more = unseen > 0 ? el("p", { class: "note" }, say.more(unseen)) : null;
  return el("div", {}, el("ul", { class: "changes" }, ...list.slice(0, SHOWN)),
    rest.length ? el("details", {}, el("summary", {}, say.show(rest.length)), el("ul", { class: "changes" }, ...rest), more) : more);
}

// "Use it anyway": a first click opens what it would mean, a second one does it. asked: an object that keeps, over
// drawing anew, whether the first click was made.
export function forcing(verdict, act, asked = {}) {
  const say = words().verdict;
  const box = el("div", { class: "forcing" });
  const draw = () => {
    if (!asked.sure) return box.replaceChildren(el("button", { type: "button", class: "chip", "data-key": "ask", "aria-expanded": "false", onclick: () => turn(true) }, say.force));
    const risk = verdict.effect.worse ? say.force_risky(verdict.effect.worse) : say.force_tests(verdict.failed.length);
    return box.replaceChildren(el("p", { role: "alert" }, risk), el("button", { type: "button", class: "act danger", "data-key": "force", onclick: act }, say.really),
      el("button", { type: "button", class: "chip", onclick: () => turn(false) }, say.no));
  };
  const turn = (sure) => {
    asked.sure = sure;
    draw();
    box.querySelector("[data-key]").focus();
  };
  draw();
  return box;
}
