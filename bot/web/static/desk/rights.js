// Who is in the home and what each may do. People are changed in the panel that the home's page has, too.

import { call } from "../api.js";
import { el, fill } from "../dom.js";
import { People } from "../people.js";
import { prefs } from "../prefs.js";
import { inLanguage, when, words } from "./language.js";
import { applianceWord, intentWord, typeWord } from "./meaning.js";

export class Rights {
  constructor(place, desk) {
    Object.assign(this, { place, desk, table: null });
    this.panel = desk.session.manages_people ? new People(document.getElementById("people"), desk.session) : null;
  }

  show(_rest, moved) { return moved ? this.look() : null; }

  async look() {
    try {
      this.table = await call("GET", "/desk/rights");
    } catch (error) {
      this.desk.fail(error);
    }
    this.draw();
  }

  draw() {
    const say = words().rights;
    const { table } = this;
    fill(this.place, el("h2", {}, say.title), this.panel && el("button", { type: "button", class: "act strong", "data-key": "manage", onclick: () => this.panel.open() }, say.manage),
      ...(table ? [el("h3", {}, say.table), this.rows(table), this.groups(table), el("h3", {}, say.rules), ...this.people(table)] : [el("p", { class: "empty" }, words().loading)]));
  }

  rows({ roles, rows }) {
    const say = words().rights;
    const role = prefs.words.people.roles;
    const cell = (answer) => el("td", { class: `cell ${answer}` }, say.cells[answer] ?? answer);
    const label = ({ kind, of }) => (of ? `${say.kinds[kind]}: ${say.rows[of] ?? of}` : say.rows[kind] ?? kind);
    return el("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": say.table }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say.what), ...roles.map((one) => el("th", { scope: "col" }, role[one] ?? one)))),
      el("tbody", {}, ...rows.map((row) => el("tr", {}, el("th", { scope: "row" }, label(row)), ...roles.map((one) => cell(row.may[one])))))));
  }

  groups({ groups, default_group: rest }) {
    const say = words().rights;
    const list = Object.entries(groups).flatMap(([name, types]) => [
      el("dt", {}, say.rows[name] ?? name), el("dd", {}, [...types.map(typeWord), name === rest ? say.other : null].filter(Boolean).join(", ")),
    ]);
    return el("details", {}, el("summary", {}, say.groups), el("dl", { class: "facts-list" }, ...list));
  }

  people({ people }) {
    const say = words().rights;
    const ruled = people.filter((one) => one.rules.length || one.until !== null);
    if (!ruled.length) return [el("p", { class: "note" }, say.no_rules)];
    const until = ({ over, until: end }) => (over ? say.over : end === null ? null : say.until(when(end)));
    const about = (one) => [prefs.words.people.roles[one.role] ?? one.role, until(one)].filter(Boolean).join(" · ");
    return ruled.map((one) => el("section", { class: "tile-card" },
      el("p", {}, el("strong", {}, inLanguage(one.names) || one.id), " ", el("span", { class: "note" }, about(one))),
      one.rules.length ? el("ul", { class: "rules" }, ...one.rules.map(ruleView)) : null));
  }
}

function ruleView(rule) {
  const say = words().rights;
  const what = [...rule.appliances.map(applianceWord), ...rule.types.map(typeWord), ...rule.areas];
  const both = rule.actions.length && rule.capabilities.length;
  const doing = both ? rule.capabilities.flatMap((one) => rule.actions.map((action) => intentWord(`${one}.${action}`))) : [...rule.capabilities, ...rule.actions];
  return el("li", {}, el("span", { class: rule.effect === "deny" ? "badge bad" : "badge good" }, say.effects[rule.effect]),
    [what.join(", ") || say.anything, doing.join(", "), rule.hours ? say.hours(rule.hours) : ""].filter(Boolean).join(" · "));
}
