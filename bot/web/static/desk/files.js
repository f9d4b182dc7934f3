// The files of the home's own words: as the house has them, and as they were changed here and not saved yet.

import { call } from "../api.js";

export class Files {
  constructor() {
    this.folder = "";
    this.mark = "";
    // what the folder held when it was read; a change goes on top of that
    this.own = new Map();
    this.shipped = new Map();
    this.drafts = new Map();
    // name → text; null: to be removed
    this.clashes = new Set();
    // drafts whose file was changed by somebody else meanwhile
    this.pending = null;
    // the Verdict of a folder that was refused
  }

  async load() {
    const answer = await call("GET", "/desk/files");
    this.folder = answer.folder;
    this.mark = answer.mark;
    this.pending = answer.pending;
    const texts = (files) => new Map(files.map(({ name, text }) => [name, text]));
    const before = this.own;
    this.own = texts(answer.files);
    this.shipped = texts(answer.shipped);
    for (const [name, text] of [...this.drafts]) {
      if (before.get(name) !== this.own.get(name)) this.clashes.add(name);
      this.write(name, text);
    }
  }

  // What was saved is a draft no more; what was typed since then still is.
  saved(sent) {
    for (const [name, text] of Object.entries(sent)) {
      if (text === null) this.own.delete(name);
      else this.own.set(name, text);
      if (this.drafts.get(name) === text) this.drafts.delete(name);
    }
    return this.load();
  }

  // All own names, also of files that are new or about to go.
  get names() { return [...new Set([...this.own.keys(), ...this.drafts.keys()])].sort(); }

  get unsaved() { return this.drafts.size > 0; }

  isOwn(name) { return this.own.has(name) || this.drafts.has(name); }

  goes(name) { return this.drafts.get(name) === null; }

  text(name) {
    if (this.drafts.has(name)) return this.drafts.get(name) ?? "";
    return this.own.get(name) ?? this.shipped.get(name) ?? "";
  }

  write(name, text) {
    if (text === (this.own.get(name) ?? null)) this.revert(name);
    else this.drafts.set(name, text);
  }

  remove(name) { this.write(name, null); }

  rename(from, to) {
    this.write(to, this.text(from));
    this.remove(from);
  }

  revert(name) {
    this.drafts.delete(name);
    this.clashes.delete(name);
  }

  changes() { return Object.fromEntries(this.drafts); }
}
