// The list of files beside the editor, and making, renaming and removing one.

import { el, fill } from "../dom.js";
import { words } from "./language.js";
import { faultsIn } from "./verdict.js";

const NAME = /^[^./\\~#][^/\\]*\.ya?ml$/i;

export class FileList {
  // on: {open(name), changed()}
  constructor(place, files, on) {
    Object.assign(this, { place, files, on, asking: null });
    // asking: "new", "rename" or "copy" while a name is asked for
  }

  draw(current, verdict) {
    const say = words().files;
    const own = this.files.names;
    const item = (name, fixed) => {
      const faults = verdict && !fixed ? faultsIn(verdict, name) : 0;
      const state = this.files.goes(name) ? say.goes : this.files.drafts.has(name) ? say.draft : null;
      return el("li", {}, el("button", {
        type: "button", class: `file${this.files.goes(name) ? " goes" : ""}`, "data-key": `file ${name}`, "aria-current": name === current ? "true" : null, onclick: () => this.on.open(name),
      }, el("span", { class: "name" }, name), state ? el("span", { class: "badge" }, state) : null,
      faults ? el("span", { class: "badge bad", "aria-label": say.faults(faults) }, String(faults)) : null));
    };
    fill(this.place,
      el("h2", {}, say.title),
      own.length ? el("ul", { class: "file-list" }, ...own.map((name) => item(name, false))) : el("p", { class: "note" }, say.none),
      el("button", { type: "button", class: "chip", "data-key": "new file", onclick: () => this.ask("new") }, say.make),
      this.asking === "new" ? this.form("", (name) => this.on.made(name, "")) : null,
      this.files.shipped.size ? el("details", { class: "shipped", open: this.files.shipped.has(current) },
        el("summary", {}, say.shipped), el("p", { class: "note" }, say.shipped_note),
        el("ul", { class: "file-list" }, ...[...this.files.shipped.keys()].map((name) => item(name, true)))) : null);
  }

  ask(what) {
    this.asking = this.asking === what ? null : what;
    this.on.redraw();
    this.on.formFor(what)?.querySelector("input")?.focus();
  }

  // Asks for the name of a file; done(name) once it is a good one.
  form(value, done) {
    const say = words().files;
    const input = el("input", { name: "file", value, placeholder: "own.yml", "aria-describedby": "file-trouble", maxlength: 80, autocapitalize: "off", spellcheck: "false" });
    const told = el("p", { class: "trouble", id: "file-trouble", role: "alert" });
    const form = el("form", { class: "naming" }, el("label", { class: "field" }, el("span", {}, say.name), input), told,
      el("span", { class: "sure" }, el("button", { type: "submit", class: "act" }, say.ok), el("button", { type: "button", class: "chip", onclick: () => this.ask(this.asking) }, words().verdict.no)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const name = /\.ya?ml$/i.test(input.value.trim()) ? input.value.trim() : `${input.value.trim()}.yml`;
      const wrong = !NAME.test(name) ? say.bad_name : this.files.isOwn(name) && !this.files.goes(name) && name !== value ? say.taken : "";
      told.textContent = wrong;
      if (wrong) return input.focus();
      this.asking = null;
      return done(name);
    });
    form.addEventListener("keydown", (event) => event.key === "Escape" && this.ask(this.asking));
    return form;
  }

  // What can be done with the file that is open.
  tools(current) {
    const say = words().files;
    const chip = (key, label, act) => el("button", { type: "button", class: "chip", "data-key": key, onclick: act }, label);
    if (!this.files.isOwn(current)) return [chip("copy file", say.copy, () => this.ask("copy"))];
    if (this.files.goes(current)) return [chip("revert file", say.keep, () => this.on.revert(current))];
    return [
      this.files.drafts.has(current) && this.files.own.has(current) ? chip("revert file", say.revert, () => this.on.revert(current)) : null,
      chip("rename file", say.rename, () => this.ask("rename")), chip("remove file", say.remove, () => this.on.remove(current)),
    ];
  }
}

