// All that there is to know of one appliance: what it can do, what it cannot and why, and where it comes from.

import { call } from "./api.js";
import { el, fill } from "./dom.js";
import { attributeWord, clock, nameOf, valueWord } from "./naming.js";
import { prefs } from "./prefs.js";

export class Detail {
  // explains: whether this person may see how appliances are recognised.
  constructor(id, explains) {
    this.facts = el("div", { class: "detail-facts" });
    this.why = explains ? new Why(id) : null;
    this.element = el("div", { class: "detail" }, this.facts, this.why?.element);
  }

  // The same element each time, so that a report does not close what is open.
  show(view) {
    const words = prefs.words.detail;
    const can = abilities(view);
    fill(
      this.facts,
      el("h4", {}, words.can),
      can.length ? el("ul", { class: "can" }, ...can.map((word) => el("li", {}, word))) : el("p", { class: "note" }, words.only_reports),
      view.missing.length ? el("h4", {}, words.missing) : null,
      ...view.missing.map((gap) => el("p", { class: "missing" }, gap.text[prefs.language] ?? Object.values(gap.text)[0] ?? gap.capability)),
      el("h4", {}, words.now),
      el("dl", {}, ...reported(view)),
      el("h4", {}, words.about),
      el("dl", {}, ...about(view)),
    );
    this.why?.show(view);
    return this.element;
  }
}

// Each thing it can be told, once, in the page's words.
function abilities(view) {
  const words = prefs.words.actions;
  const all = Object.entries(view.capabilities).flatMap(([name, { actions }]) => actions.map((action) => `${name}.${action}`));
  const order = Object.keys(words);
  const place = (key) => (order.indexOf(key) + 1 || order.length + 1);
  return [...new Set(all.sort((a, b) => place(a) - place(b)).map((key) => words[key] ?? key.replace(/[._]+/g, " ")))];
}

const row = (name, value, properties = {}) => el("div", properties, el("dt", {}, name), value);

function reported(view) {
  const rows = Object.entries(view.state).map(([key, value]) => {
    const at = view.reported_at[key];
    return row(attributeWord(key), el("dd", {}, valueWord(key, value)), { title: at === undefined ? null : prefs.words.reported(clock(at)) });
  });
  return rows.length ? rows : [row(prefs.words.detail.nothing_yet, el("dd", {}))];
}

function about(view) {
  const words = prefs.words;
  const told = Object.entries(view.details).map(([key, value]) => row(words.details[key] ?? key.replaceAll("_", " "), el("dd", {}, typeof value === "boolean" ? valueWord("", value) : String(value))));
  return [...told, ...view.source.split(" + ").map((source) => row(words.source, el("dd", { class: "source" }, source)))];
}

// Closed until it is asked for: then it is loaded, and with it the words it needs.
class Why {
  constructor(id) {
    this.id = id;
    this.told = null;
    this.place = el("div", {});
    this.summary = el("summary", { "data-key": "why" });
    this.element = el("details", { class: "why" }, this.summary, this.place);
    this.element.addEventListener("toggle", () => this.element.open && this.load());
  }

  show(view) {
    const words = prefs.words.detail;
    fill(this.summary, el("span", {}, words.why, el("span", { class: "unseen" }, ` ${nameOf(view)}`)));
    if (this.language !== prefs.language && this.told) this.draw();
  }

  async load() {
    if (!this.told) fill(this.place, el("p", { class: "note" }, prefs.words.detail.loading));
    try {
      const [told, module] = await Promise.all([call("GET", `/appliances/${encodeURIComponent(this.id)}/explanation`), import("./desk/explanation.js")]);
      Object.assign(this, { told, view: module.explanationView });
      this.draw();
    } catch (error) {
      fill(this.place, el("p", { class: "missing", role: "alert" }, error.message || prefs.words.detail.not_told));
    }
  }

  draw() {
    this.language = prefs.language;
    fill(this.place, this.view(this.told));
  }
}
