// The files of own words: an editor that says what is wrong and what would change, while it is typed.

import { call } from "../api.js";
import { el, fill, icon, settle } from "../dom.js";
import { Editor } from "./editor.js";
import { FileList } from "./file_list.js";
import { when, words } from "./language.js";
import { Rehearsal } from "./rehearsal.js";
import { forcing, judged, problemsOf, summary, verdictView } from "./verdict.js";

const CHECK_MS = 450;
const HEAD = 'version: "3.1"\nnlu:\n';

export class Writing {
  constructor(place, desk) {
    Object.assign(this, { place, desk, files: desk.files, name: null, verdict: null, checking: 0, checkedOn: null, busy: false, other: null, asked: {}, askedPending: {} });
    // checking: the number of the last check, so that older answers are left aside; checkedOn: the mark of what it went
    // on top of; other: who changed the files meanwhile; asked…: whether "use it anyway" was clicked once
    this.list = new FileList(el("aside", { class: "files" }), this.files, {
      open: (name) => { location.hash = `words/${encodeURIComponent(name)}`; },
      made: (name, text) => this.make(name, text || HEAD),
      remove: (name) => this.drop(name),
      revert: (name) => this.revert(name),
      redraw: () => this.update(),
      formFor: () => this.place.querySelector(".naming"),
    });
    this.banner = el("div", { class: "banners" });
    this.head = el("div", { class: "editor-head" });
    this.host = el("div", { class: "editor" });
    this.bar = el("div", { class: "save-bar" });
    this.result = el("div", { class: "result" });
    this.spoken = el("p", { class: "unseen", role: "status" });
    this.beside = el("aside", { class: "beside" });
    this.rehearsal = new Rehearsal(this.beside, desk);
    place.append(this.banner, el("div", { class: "writing" }, this.list.place, el("div", { class: "middle" }, this.head, this.host, this.bar, this.spoken, this.result), this.beside));
    this.soon = settle(() => this.check(), CHECK_MS);
    this.ready = Editor.at(this.host, { changed: (name, text) => this.typed(name, text), save: () => this.save() })
      .then((editor) => { this.editor = editor; }, (error) => desk.fail(error));
  }

  async show(name) {
    await this.ready;
    if (!this.editor) return;
    const known = this.files.isOwn(name) || this.files.shipped.has(name);
    const wanted = known ? name : this.files.isOwn(this.name) ? this.name : this.files.names[0] ?? this.files.shipped.keys().next().value ?? null;
    this.open(wanted);
    if (this.verdict === null || this.checkedOn !== this.files.mark) this.check();
  }

  open(name) {
    this.name = name;
    if (name !== null) {
      this.editor.open(name, this.files.text(name), { fixed: !this.files.isOwn(name) || this.files.goes(name) });
      this.editor.compare(this.files.clashes.has(name) ? this.files.own.get(name) ?? "" : null);
      this.markEditor();
    }
    this.update();
  }

  // What the house has now: taken over where nothing was changed here.
  async look() {
    await this.ready;
    try {
      const { mark } = this.files;
      await this.files.load();
      if (mark !== this.files.mark) await this.moved();
    } catch (error) {
      if (error.status === 401) location.reload();
    }
  }

  async moved() {
    const [last] = await call("GET", "/desk/history").catch(() => []);
    this.other = last ?? null;
    const [clash] = this.files.clashes;
    this.open(clash ?? (this.files.isOwn(this.name) ? this.name : this.files.names[0] ?? null));
    return this.check();
  }

  typed(name, text) {
    this.files.write(name, text);
    this.changed();
  }

  changed() {
    this.checking += 1;
    this.asked = {};
    this.update();
    this.desk.mark();
    this.soon();
  }

  make(name, text) {
    this.files.write(name, text);
    location.hash = `words/${encodeURIComponent(name)}`;
    this.changed();
  }

  renamed(to) {
    if (to !== this.name) {
      this.files.rename(this.name, to);
      this.editor.forget(this.name);
      this.make(to, this.files.text(to));
    }
    this.update();
  }

  drop(name) {
    this.files.remove(name);
    this.open(this.files.isOwn(name) ? name : this.files.names[0] ?? null);
    this.changed();
  }

  revert(name) {
    this.files.revert(name);
    this.editor.forget(name);
    this.open(this.files.isOwn(name) ? name : this.files.names[0] ?? null);
    this.changed();
  }

  markEditor() {
    if (this.verdict && this.name !== null) this.editor.mark(problemsOf(this.verdict, this.name));
  }

  async check() {
    const mine = ++this.checking;
    try {
      const verdict = await call("POST", "/desk/check", { files: this.files.changes() });
      if (mine !== this.checking) return;
      this.verdict = verdict;
      this.checkedOn = this.files.mark;
      this.markEditor();
    } catch (error) {
      // 409: a newer check took its place
      if (mine !== this.checking || error.status === 409) return;
      this.desk.fail(error);
    }
    this.update();
  }

  async save(anyway = false) {
    const [clash] = this.files.clashes;
    if (clash !== undefined) return this.open(clash);
    if (!this.files.unsaved || this.busy) return undefined;
    this.busy = true;
    this.update();
    try {
      const order = { files: this.files.changes(), base: this.files.mark };
      const verdict = await judged("POST", "/desk/save", anyway ? { ...order, use_anyway: true } : order);
      if (verdict.ok) await this.saved(verdict, order.files);
      else if (verdict.why === "conflict") await this.conflict();
      else this.refused(verdict);
    } catch (error) {
      this.desk.fail(error);
    } finally {
      this.busy = false;
      this.update();
    }
    return undefined;
  }

  async saved(verdict, sent) {
    await this.files.saved(sent);
    this.verdict = verdict;
    this.other = null;
    this.checkedOn = this.files.mark;
    this.desk.tell(words().files.saved);
    this.desk.mark();
    this.open(this.files.isOwn(this.name) ? this.name : this.files.names[0] ?? null);
  }

  async conflict() {
    await this.files.load();
    await this.moved();
    this.desk.tell(words().files.conflict_short, "bad");
    this.banner.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  refused(verdict) {
    this.verdict = verdict;
    this.markEditor();
    this.desk.tell(words().files.refused[verdict.why] ?? words().failed, "bad");
    this.result.scrollIntoView({ block: "nearest" });
  }

  // Ends a comparison: with what stands in the editor now, or with the other text.
  settleClash(mine) {
    if (mine) this.files.clashes.delete(this.name);
    else this.files.revert(this.name);
    this.open(this.name);
    this.changed();
  }

  async takePending() {
    try {
      const verdict = await judged("POST", "/desk/use-anyway", {});
      if (verdict.ok) this.desk.tell(words().files.saved);
      else this.refused(verdict);
      await this.files.load();
      this.open(this.name);
      await this.check();
    } catch (error) {
      this.desk.fail(error);
    }
  }

  goTo(name, line, column) {
    if (!this.files.isOwn(name)) return;
    if (name !== this.name) this.open(name);
    this.editor.goTo(line, column ?? 1);
  }

  // All words anew, after the language was changed.
  draw() {
    this.rehearsal.draw();
    if (this.editor) this.open(this.name);
  }

  update() {
    const say = words().files;
    const { name, files, verdict } = this;
    this.list.draw(name, verdict);
    this.rehearsal.drawResult();
    this.spoken.textContent = verdict ? summary(verdict) : "";
    fill(this.banner, this.pendingView(), this.clashView());
    this.host.hidden = name === null;
    const asked = { rename: (to) => this.renamed(to), copy: (to) => this.make(to, files.text(name)) }[this.list.asking];
    fill(this.head, ...(name === null ? [] : [
      el("h2", {}, name, files.isOwn(name) ? null : el("span", { class: "badge" }, say.fixed)), el("span", { class: "sure" }, ...this.list.tools(name)),
      asked ? this.list.form(this.list.asking === "copy" ? `my-${name}` : name, asked) : null,
    ]));
    const changes = files.drafts.size;
    const save = this.busy ? say.saving : changes > 1 ? say.save_all(changes) : say.save;
    fill(this.bar,
      el("button", { type: "button", class: "act strong", "data-key": "save", disabled: !changes || this.busy, onclick: () => this.save() }, save),
      el("p", { class: "note" }, changes ? say.not_saved : files.isOwn(name) ? say.all_saved : say.where(files.folder)));
    fill(this.result, ...(verdict ? [
      el("h3", {}, changes ? say.would_change : verdict.version ? say.just_saved : say.as_it_is), verdictView(verdict, (...at) => this.goTo(...at)),
      verdict.can_be_forced && changes ? forcing(verdict, () => this.save(true), this.asked) : null,
    ] : []));
  }

  pendingView() {
    const { pending } = this.files;
    if (!pending) return null;
    const say = words().files;
    return el("section", { class: "banner bad" }, el("p", {}, icon("alert"), el("span", {}, say.pending(this.files.folder))),
      verdictView(pending, (...at) => this.goTo(...at)), pending.can_be_forced ? forcing(pending, () => this.takePending(), this.askedPending) : null);
  }

  clashView() {
    const say = words().files;
    const { clashes } = this.files;
    if (!clashes.size && !this.other) return null;
    const who = this.other ? say.changed_by(this.other.by_name ?? words().history.hows[this.other.how], when(this.other.at), words().history.what(this.other.what)) : "";
    const button = (look, label, act) => el("button", { type: "button", class: look, "data-key": label, onclick: act }, label);
    const told = (sentence) => el("p", {}, icon("people"), el("span", {}, `${who} ${sentence}`));
    if (!clashes.size) return el("section", { class: "banner" }, told(say.others_only), button("chip", say.ok, () => { this.other = null; this.update(); }));
    const ways = clashes.has(this.name)
      ? [button("act", say.keep_mine, () => this.settleClash(true)), button("chip", say.take_theirs, () => this.settleClash(false))]
      : [...clashes].map((name) => button("chip", name, () => this.open(name)));
    return el("section", { class: "banner warm" }, told(say.conflict), el("span", { class: "sure" }, ...ways));
  }
}
