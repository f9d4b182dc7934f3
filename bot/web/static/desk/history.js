// What the words were at other times: who changed what, how, and the way back.

import { call } from "../api.js";
import { el, fill } from "../dom.js";
import { diffView } from "./diff.js";
import { when, words } from "./language.js";
import { applianceWord } from "./meaning.js";
import { forcing, judged, verdictView } from "./verdict.js";

// The house writes the id of an appliance; people know its name.
const called = (what) => what.replace(/^\S+(?= (described|as announced)$)/, applianceWord);

export class History {
  constructor(place, desk) {
    Object.assign(this, { place, desk, versions: null, id: null, files: null, restoring: null });
    // files: what the open version changed; restoring: {id, verdict} of the one about to be restored
  }

  async show(id) {
    this.id = id || null;
    this.files = null;
    this.restoring = null;
    await this.load();
  }

  look() { return this.restoring ? null : this.load(); }

  async load() {
    try {
      this.versions = await call("GET", "/desk/history");
      const { id } = this;
      const files = id && this.versions.some((one) => one.id === id) ? (await call("GET", `/desk/history/${encodeURIComponent(id)}`)).files : null;
      if (id === this.id) this.files = files;
    } catch (error) {
      this.desk.fail(error);
    }
    this.draw();
  }

  draw() {
    const say = words().history;
    const { versions } = this;
    const nothing = !versions ? words().loading : versions.length ? null : say.none;
    fill(this.place, el("h2", {}, say.title), nothing && el("p", { class: "empty" }, nothing),
      versions ? el("ul", { class: "cards-list" }, ...versions.map((one) => this.version(one))) : null);
  }

  version(one) {
    const say = words().history;
    const here = one.id === this.id;
    const hand = one.how === "start" ? [] : [one.by_name ?? one.by ?? say.somebody, say.hows[one.how] ?? one.how];
    const effect = one.replayed ? say.effect(one.replayed, one.changed) : null;
    return el("li", { class: here ? "tile-card open" : "tile-card" },
      el("a", { class: "version", href: here ? "#history" : `#history/${encodeURIComponent(one.id)}`, "data-key": `version ${one.id}`, "aria-expanded": String(here) },
        el("span", { class: "what" }, say.what(called(one.what)) || say.hows[one.how]),
        one.live ? el("span", { class: "badge good" }, say.live) : null, one.forced ? el("span", { class: "badge bad" }, say.forced) : null),
      el("p", { class: "note" }, [when(one.at), ...hand, effect].filter(Boolean).join(" · "),
        one.worse ? el("strong", { class: "flag" }, say.worse(one.worse)) : null),
      here && this.files ? this.detail(one) : null);
  }

  detail(one) {
    const say = words().history;
    return el("div", { class: "detail" }, el("h3", {}, say.diff),
      ...(this.files.length ? this.files.map(({ name, diff }) => diffView(name, diff)) : [el("p", { class: "note" }, say.no_diff)]),
      one.live ? null : this.restorer(one));
  }

  restorer(one) {
    const say = words().history;
    const about = this.restoring?.id === one.id ? this.restoring : null;
    if (!about) return el("button", { type: "button", class: "chip", "data-key": "restore", onclick: () => this.ask({ id: one.id, verdict: null }) }, say.restore);
    return el("div", { class: "forcing", role: "group" }, el("p", { role: "alert" }, say.sure), el("span", { class: "sure" },
      el("button", { type: "button", class: "act strong", "data-key": "restore", onclick: () => this.restore(one, false) }, say.really),
      el("button", { type: "button", class: "chip", onclick: () => this.ask(null) }, words().verdict.no)),
    about.verdict ? verdictView(about.verdict) : null, about.verdict?.can_be_forced ? forcing(about.verdict, () => this.restore(one, true)) : null);
  }

  ask(about) {
    this.restoring = about;
    this.draw();
  }

  async restore(one, anyway) {
    try {
      const verdict = await judged("POST", `/desk/history/${encodeURIComponent(one.id)}/restore`, anyway ? { use_anyway: true } : {});
      if (!verdict.ok) return this.ask({ id: one.id, verdict });
      this.restoring = null;
      this.desk.tell(words().history.restored);
      await this.desk.files.load();
      if (this.id) location.hash = "history";
      else await this.load();
    } catch (error) {
      this.desk.fail(error);
    }
    return undefined;
  }
}
