// Appliances: what each announced of itself, and what the home says instead.

import { call } from "../api.js";
import { el, fill, icon } from "../dom.js";
import { iconOf } from "../icons.js";
import { inLanguage, trouble, words } from "./language.js";
import { explanationView } from "./explanation.js";
import { known, meanings, typeWord } from "./meaning.js";
import { forcing, judged, verdictView } from "./verdict.js";

const listed = (names) => (Array.isArray(names) ? names : names ? [names] : []);
const first = (names) => inLanguage(Object.fromEntries(Object.entries(names ?? {}).map(([language, some]) => [language, listed(some)[0]])));
const parts = (text) => text.split(",").map((one) => one.trim()).filter(Boolean);

export class Appliances {
  constructor(place, desk) {
    Object.assign(this, { place, desk, all: null, open: null, why: new Map() });
    // why: id → the explanation that is shown
    // open: {id, form, verdict, order} of the appliance that is being changed
  }

  show(_rest, moved) { return moved ? this.look() : null; }

  async look() {
    if (this.open) return;
    await this.load();
  }

  async load() {
    try {
      this.all = await call("GET", "/desk/appliances");
    } catch (error) {
      this.desk.fail(error);
    }
    this.draw();
  }

  draw() {
    const say = words().appliances;
    const { all } = this;
    const nothing = !all ? words().loading : all.length ? null : say.none;
    fill(this.place, el("h2", {}, say.title), el("p", { class: "note lead" }, say.intro), nothing && el("p", { class: "empty" }, nothing),
      all ? el("ul", { class: "cards-list two" }, ...all.map((one) => this.appliance(one))) : null);
  }

  appliance(one) {
    const say = words().appliances;
    const name = first(one.names) || one.id;
    const here = this.open?.id === one.id ? this.open : null;
    const announced = [one.announced.type && typeWord(one.announced.type), one.announced.names.join(", "), one.announced.areas.join(", ")].filter(Boolean).join(" · ");
    return el("li", { class: "tile-card" }, el("div", { class: "appliance" }, el("span", { class: "tile" }, icon(iconOf(one.type))),
      el("div", { class: "grow" },
        el("h3", {}, name, one.own ? el("span", { class: "badge good" }, say.own) : null, one.hidden ? el("span", { class: "badge" }, say.hidden) : null),
        el("p", { class: "note" }, [typeWord(one.type), inLanguage(one.area) || say.no_room].join(" · ")),
        el("p", { class: "note" }, announced ? `${say.announced}: ${announced}` : say.away)),
      el("button", { type: "button", class: "chip", "data-key": `edit ${one.id}`, "aria-expanded": String(Boolean(here)), "aria-label": say.edit_of(name), onclick: () => this.begin(one) }, say.edit)),
    one.hidden ? null : el("button", { type: "button", class: "chip", "data-key": `why ${one.id}`, "aria-expanded": String(this.why.has(one.id)), "aria-label": words().why.ask_of(name), onclick: () => this.explain(one.id) }, words().why.ask),
    this.why.has(one.id) ? this.reasons(this.why.get(one.id)) : null,
    here?.form ?? null,
    here?.verdict ? el("div", { role: "alert" }, verdictView(here.verdict), here.verdict.can_be_forced ? forcing(here.verdict, () => this.send(true)) : null) : null);
  }

  // What it was taken for and why; asked again each time, as devices announce more.
  async explain(id) {
    if (this.why.has(id)) this.why.delete(id);
    else {
      try {
        this.why.set(id, await call("GET", `/appliances/${encodeURIComponent(id)}/explanation`));
      } catch (error) {
        this.why.set(id, error);
      }
    }
    this.draw();
  }

  reasons(told) {
    return told instanceof Error ? el("p", { class: "trouble", role: "alert" }, trouble(told)) : explanationView(told);
  }

  begin(one) {
    this.open = this.open?.id === one.id ? null : { id: one.id, form: this.form(one), verdict: null, order: null };
    this.draw();
    this.open?.form.querySelector("select")?.focus();
  }

  form(one) {
    const say = words().appliances;
    const own = one.own ?? {};
    const field = (name, label, value, hint) => el("label", { class: "field" }, el("span", {}, label), el("input", { name, value, placeholder: hint, maxlength: 200, autocomplete: "off" }));
    const names = (language) => listed(own.names?.[language]).join(", ");
    const types = Object.entries(meanings().types).sort(([, a], [, b]) => a.localeCompare(b));
    const told = typeWord(one.announced.type ?? "");
    const [ofKo, ofEn] = [true, false].map((korean) => (some) => some.filter((text) => /[가-힣]/.test(text) === korean));
    const form = el("form", { class: "teaching two-columns" },
      el("label", { class: "field" }, el("span", {}, say.type), el("select", { name: "type" },
        el("option", { value: "" }, say.as_announced(told)), ...types.map(([type, word]) => el("option", { value: type, selected: own.type === type }, word)))),
      el("label", { class: "check" }, el("input", { type: "checkbox", name: "hidden", checked: Boolean(own.hidden) }), el("span", {}, say.hide, el("span", { class: "note" }, say.hide_note))),
      field("ko", say.names_ko, names("ko"), ofKo(one.announced.names).join(", ")), field("en", say.names_en, names("en"), ofEn(one.announced.names).join(", ")),
      el("p", { class: "note across" }, say.several),
      field("area_ko", say.area_ko, own.area?.ko ?? "", ofKo(one.announced.areas)[0]), field("area_en", say.area_en, own.area?.en ?? "", ofEn(one.announced.areas)[0]),
      el("p", { class: "trouble across", role: "alert" }),
      el("span", { class: "sure across" }, one.own ? el("button", { type: "button", class: "chip", "data-key": "reset", onclick: (event) => this.reset(one, event.currentTarget) }, say.reset) : null,
        el("button", { type: "button", class: "chip", onclick: () => this.begin(one) }, words().verdict.no), el("button", { type: "submit", class: "act strong" }, say.save)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.open.order = ["PUT", this.orderOf(form.elements)];
      this.send(false);
    });
    return form;
  }

  orderOf({ type, hidden, ko, en, area_ko: areaKo, area_en: areaEn }) {
    const filled = (texts) => Object.fromEntries(Object.entries(texts).filter(([, text]) => text.length));
    const order = { names: filled({ ko: parts(ko.value), en: parts(en.value) }), area: filled({ ko: areaKo.value.trim(), en: areaEn.value.trim() }) };
    return {
      ...Object.fromEntries(Object.entries(order).filter(([, texts]) => Object.keys(texts).length)),
      ...(type.value ? { type: type.value } : {}), ...(hidden.checked ? { hidden: true } : {}),
    };
  }

  // A first click asks, the second one does it.
  reset(one, button) {
    if (button.dataset.sure) {
      this.open.order = ["DELETE", null];
      this.send(false);
      return;
    }
    button.dataset.sure = "yes";
    button.textContent = words().history.really;
    this.told(words().appliances.reset_sure);
  }

  told(text) { this.open.form.querySelector(".trouble").textContent = text; }

  async send(anyway) {
    const { id, order: [method, order] } = this.open;
    const path = `/desk/appliances/${encodeURIComponent(id)}`;
    try {
      const verdict = method === "DELETE" ? await judged(method, anyway ? `${path}?use_anyway=true` : path)
        : await judged(method, path, { ...order, base: this.desk.files.mark, ...(anyway ? { use_anyway: true } : {}) });
      if (verdict.ok) {
        this.open = null;
        this.desk.tell(words().appliances.saved);
        await this.changed();
      } else if (verdict.why === "conflict") {
        this.told(words().appliances.conflict);
        await this.changed();
      } else this.open.verdict = verdict;
    } catch (error) {
      this.told(trouble(error));
    }
    this.draw();
  }

  async changed() {
    await Promise.all([this.desk.files.load(), this.load()]);
    known(await call("GET", "/appliances").catch(() => []));
  }
}
