// Trying a sentence: what it means, what would be done and sent. Nothing is sent.

import { call } from "../api.js";
import { el, fill, icon } from "../dom.js";
import { inLanguage, trouble, words } from "./language.js";
import { applianceWord, intentList, intentWord, meanings } from "./meaning.js";

export class Rehearsal {
  constructor(place, desk) {
    this.place = place;
    this.desk = desk;
    this.result = null;
    this.error = "";
    this.text = "";
    this.person = desk.session?.person?.id ?? "";
    this.draw();
  }

  show(_rest, moved) {
    if (moved && matchMedia("(hover: hover)").matches) this.place.querySelector("input")?.focus();
  }

  draw() {
    const say = words().try;
    const input = el("input", { name: "text", maxlength: 2000, required: true, placeholder: say.hint, value: this.text, autocomplete: "off", enterkeyhint: "go" });
    const whom = el("select", { name: "person" }, ...this.desk.people.map((one) => el("option", { value: one.id, selected: one.id === this.person }, inLanguage(one.names) || one.id)));
    const form = el("form", { class: "try-form", autocomplete: "off" },
      el("label", { class: "field grow" }, el("span", {}, say.sentence), input), el("label", { class: "field" }, el("span", {}, say.whom), whom),
      el("button", { type: "submit", class: "act strong" }, say.go));
    form.addEventListener("input", () => { [this.text, this.person] = [input.value, whom.value]; });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
    this.said = el("div", { class: "try-result", "aria-live": "polite" });
    this.place.replaceChildren(el("h2", {}, say.title), form, this.said);
    this.drawResult();
  }

  async run() {
    this.error = "";
    try {
      const { unsaved } = this.desk.files;
      const order = { text: this.text, ...(this.person ? { person: this.person } : {}), ...(unsaved ? { files: this.desk.files.changes() } : {}) };
      this.result = { ...await call("POST", "/desk/try", order), draft: unsaved };
    } catch (error) {
      this.result = null;
      this.error = trouble(error);
    }
    this.drawResult();
  }

  drawResult() {
    const say = words().try;
    if (this.error) return fill(this.said, el("p", { class: "trouble", role: "alert" }, this.error));
    const { unsaved } = this.desk.files;
    if (!this.result) return fill(this.said, el("p", { class: "note" }, say.nothing_happens), unsaved ? el("p", { class: "note" }, say.unsaved) : null);
    const draft = this.result.draft ? el("p", { class: "note" }, say.unsaved) : null;
    const { mood, engine, intents, times = [], conditions = [], leftovers = [], reasons = [], plan = [], sends = [], sends_after_yes: after = [], asks } = this.result;
    const list = (items) => items.map((one) => one.text ?? String(one)).join(", ");
    const facts = [
      [say.mood, meanings().moods[mood] ?? mood], [say.times, list(times)], [say.conditions, list(conditions)],
      [say.leftovers, list(leftovers)], [say.engine, say.engines[engine] ?? engine],
    ].filter(([, text]) => text);
    return fill(this.said,
      el("p", { class: "sum" }, icon("check"), el("span", {}, say.nothing_sent)), draft,
      el("h3", {}, say.understood),
      intents.length ? intentList(intents) : el("p", {}, words().verdict.nothing),
      el("dl", { class: "facts-list" }, ...facts.flatMap(([key, text]) => [el("dt", {}, key), el("dd", {}, text)])),
      el("h3", {}, say.plan), asks ? el("p", { class: "asks" }, icon("chat"), say.asks) : null,
      plan.length ? el("ol", { class: "steps" }, ...plan.map((step) => el("li", {}, stepWord(step)))) : el("p", { class: "note" }, say.no_plan),
      el("h3", {}, say.sends),
      sends.length ? el("ul", { class: "sends" }, ...sends.map(sendView)) : el("p", { class: "note" }, say.no_sends),
      ...(after.length ? [el("h3", {}, say.sends_after), el("ul", { class: "sends" }, ...after.map(sendView))] : []),
      reasons.length ? el("details", {}, el("summary", {}, say.reasons), el("ol", { class: "reasons" }, ...reasons.map((one) => el("li", {}, one)))) : null);
  }
}

const sendView = ({ appliance, topic, payload }) => el("li", {}, el("strong", {}, applianceWord(appliance)),
  el("code", {}, topic), el("code", { class: "payload" }, typeof payload === "string" ? payload : JSON.stringify(payload)));

// A step of a plan; the house writes them as data, or as a sentence.
function stepWord(step) {
  if (typeof step === "string") return step;
  const say = words().try;
  const about = step.appliance ? `${applianceWord(step.appliance)}: ` : "";
  if (step.capability) {
    const values = Object.values(step.arguments ?? {});
    const what = [intentWord(`${step.capability}.${step.action}`), ...values].join(" ");
    const but = step.refusal ? say.refused(say.whys[step.refusal.reason] ?? "") : step.later ? say.later(step.later) : "";
    return about + what + but;
  }
  return `${about}${step.text ?? say.steps[step.kind] ?? step.kind ?? ""}${step.key && !step.text ? ` (${step.key})` : ""}`;
}
