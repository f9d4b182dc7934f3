// One appliance as a card. It shows what was reported and never flips a switch ahead of the appliance.

import { controlsOf } from "./controls.js";
import { Detail } from "./detail.js";
import { el, fill, icon, settle } from "./dom.js";
import { factsOf, isActive, toneOf } from "./facts.js";
import { iconOf } from "./icons.js";
import { moment, nameInRoom, nameOf, roomOf, spokenName, summaryOf } from "./naming.js";
import { prefs } from "./prefs.js";
import { situationPanel } from "./situation.js";

export class Card {
  // home: the Home it belongs to; say(text, applianceId): sends a message and resolves when it is answered.
  constructor(home, view, say) {
    this.home = home;
    this.view = view;
    this.say = say;
    this.opened = null;
    this.detail = new Detail(view.id, home.explains);
    this.waiting = 0;
    this.wished = {};
    this.parts = {
      head: el("div", { class: "card-head" }), picture: el("figure", { class: "card-picture", hidden: true }), facts: el("ul", { class: "facts" }),
      controls: el("div", { class: "controls" }), foot: el("div", { class: "card-foot" }),
      panel: el("div", { class: "panel", id: `panel-${view.id}` }),
    };
    this.element = el("article", { class: "card", "aria-labelledby": `name-${view.id}` }, ...Object.values(this.parts));
    this.show(view);
  }

  show(view) {
    this.view = view;
    const { head, facts, controls, foot } = this.parts;
    const model = controlsOf(view, this.home.all());
    const classes = this.element.classList;
    classes.toggle("active", isActive(view));
    classes.toggle("offline", view.online === false);
    this.element.dataset.tone = toneOf(view);
    this.element.setAttribute("aria-busy", String(this.waiting > 0));
    fill(head, el("span", { class: "tile" }, icon(iconOf(view.type))), this.title(), model.power && this.powerSwitch(model.power));
    fill(facts, ...this.facts());
    facts.hidden = !facts.children.length;
    this.showPicture();
    fill(
      controls,
      ...model.steppers.map((stepper) => this.stepper(stepper)),
      ...model.selects.map((select) => this.select(select)),
      ...model.buttons.map((button) => el(
        "button",
        { type: "button", class: "act", "data-key": button.key, title: button.text, onclick: () => this.send(button.text) },
        button.label,
      )),
    );
    controls.hidden = !controls.children.length;
    fill(foot, this.opener("more"), this.home.situations.has(view.id) ? this.opener("situation") : null);
    if (this.opened !== "situation") this.showPanel();
  }

  title() {
    const { view } = this;
    const words = prefs.words;
    const line = this.waiting > 0
      ? el("p", { class: "summary asking" }, el("span", { class: "dots", "aria-hidden": "true" }), words.asking(spokenName(view, [])))
      : el("p", { class: "summary" }, view.online === false ? words.offline : summaryOf(view));
    return el(
      "div", { class: "title" },
      el("h3", { id: `name-${view.id}` }, el("span", { class: "unseen" }, `${roomOf(view)} `), nameInRoom(view)),
      line,
    );
  }

  facts() {
    return factsOf(this.view).map(({ kind, text }) => el("li", { class: kind }, kind === "warning" ? icon("alert") : null, text));
  }

  // The newest picture it sent, with its time; fetched once for each.
  showPicture() {
    const { picture } = this.parts;
    const at = this.view.state["picture.taken_at"];
    if (at === this.pictured) return;
    this.pictured = at;
    picture.hidden = at === undefined;
    if (at === undefined) return void fill(picture);
    const said = prefs.words.picture(nameOf(this.view), moment(at));
    const image = el("img", { src: `/api/v1/appliances/${encodeURIComponent(this.view.id)}/picture?at=${Math.floor(at)}`, alt: said, loading: "lazy" });
    // who may not see it sees the card without it
    image.addEventListener("error", () => { picture.hidden = true; }, { once: true });
    fill(picture, image, el("figcaption", {}, moment(at)));
  }

  powerSwitch({ on, text }) {
    const label = `${nameOf(this.view)} ${prefs.words.controls.power}`;
    return el("button", {
      type: "button", class: "switch", role: "switch", "aria-checked": String(on), "aria-label": label, "data-key": "power",
      title: text, onclick: () => this.send(text),
    }, el("span", { class: "knob" }));
  }

  stepper(model) {
    const words = prefs.words.controls;
    const now = () => this.wished[model.key] ?? model.value;
    const commit = settle((value) => {
      this.send(model.text(value)).finally(() => {
        delete this.wished[model.key];
        this.show(this.view);
      });
    });
    const output = el("output", { class: "value", "aria-label": model.label, "aria-live": "polite" });
    const step = (direction) => {
      const start = now() ?? (model.minimum + model.maximum) / 2;
      const exact = Math.round((start + direction * model.step) / model.step) * model.step;
      const value = Math.min(model.maximum, Math.max(model.minimum, Math.round(exact * 100) / 100));
      this.wished[model.key] = value;
      draw();
      commit(value);
    };
    const draw = () => {
      output.textContent = model.shown(now());
      output.classList.toggle("wished", this.wished[model.key] !== undefined);
    };
    const button = (direction, label, picture) => el("button", {
      type: "button", "data-key": `${model.key}${direction}`, "aria-label": label, title: label, onclick: () => step(direction),
    }, icon(picture));
    draw();
    return el(
      "div", { class: "stepper", role: "group", "aria-label": model.label, title: model.text(now() ?? model.minimum) },
      button(-1, words.lower(model.label), "minus"), output, button(1, words.raise(model.label), "plus"),
    );
  }

  select(model) {
    const commit = settle((value) => this.send(model.text(value)).finally(() => { select.value = model.value ?? ""; }));
    const options = model.options.map(({ value, shown }) => el("option", { value, selected: value === model.value }, shown));
    const known = model.options.some(({ value }) => value === model.value);
    if (!known) options.unshift(el("option", { value: "", selected: true, disabled: true }, model.label));
    const id = `${model.key}-${this.view.id}`;
    const select = el("select", { id, "aria-label": model.label, title: model.text(model.value ?? ""), "data-key": model.key }, ...options);
    select.addEventListener("change", () => commit(select.value));
    // A mode says what it is; "high" or "wool" needs its label, once something is selected.
    const label = model.labelled && known ? el("label", { for: id }, model.label) : null;
    return el("span", { class: "choice" }, label, select, icon("chevron"));
  }

  opener(which) {
    const open = this.opened === which;
    return el("button", {
      type: "button", class: "opener", "data-key": which, "aria-expanded": String(open), "aria-controls": this.parts.panel.id,
      onclick: () => this.open(which),
    }, prefs.words[which], icon("chevron"));
  }

  open(which) {
    this.opened = this.opened === which ? null : which;
    this.show(this.view);
    if (this.opened === "situation") this.showPanel();
  }

  showPanel() {
    const { panel } = this.parts;
    panel.hidden = this.opened === null;
    if (this.opened === "situation") fill(panel, situationPanel(this.home, this.view));
    else fill(panel, this.opened === "more" ? this.detail.show(this.view) : null);
  }

  async send(text) {
    this.waiting += 1;
    this.show(this.view);
    try {
      await this.say(text, this.view.id);
    } finally {
      this.waiting -= 1;
      this.show(this.view);
    }
  }
}
