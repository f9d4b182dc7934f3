// Messages that were missed: teach what they mean, make them a command, or leave them alone.

import { call } from "../api.js";
import { el, fill } from "../dom.js";
import { prefs } from "../prefs.js";
import { trouble, when, words } from "./language.js";
import { intentWord } from "./meaning.js";
import { forcing, judged, verdictView } from "./verdict.js";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export class Misses {
  constructor(place, desk) {
    Object.assign(this, { place, desk, answer: null, open: null, done: new Map() });
    // open: {id, kind, form, verdict} of the group that is being taught; done: id → Verdict of groups taught just now
  }

  show(_rest, moved) { return moved ? this.load() : null; }

  look() { return this.open ? null : this.load(); }

  leave() { this.done.clear(); }

  async load() {
    try {
      const taught = (this.answer?.groups ?? []).filter(({ id }) => this.done.has(id));
      this.answer = await call("GET", "/desk/misses");
      // what was taught just now stays in sight, with its way back
      this.answer.groups.unshift(...taught.filter(({ id }) => !this.answer.groups.some((one) => one.id === id)));
    } catch (error) {
      this.desk.fail(error);
    }
    this.draw();
  }

  draw() {
    const say = words().misses;
    const { answer } = this;
    const nothing = !answer ? words().loading : !answer.on ? say.off : answer.groups.length ? null : say.none;
    fill(this.place, el("h2", {}, say.title), el("p", { class: "note lead" }, say.intro), nothing && el("p", { class: "empty" }, nothing),
      answer?.on ? el("ul", { class: "cards-list" }, ...answer.groups.map((group) => this.group(group))) : null);
  }

  group(group) {
    const say = words().misses;
    const [text, ...others] = group.texts;
    const { proposal } = group;
    const verdict = this.done.get(group.id);
    const here = this.open?.id === group.id ? this.open : null;
    const guess = proposal && (proposal.kind === "example" ? intentWord(proposal.intent) : proposal.steps.map((one) => `“${one}”`).join(" → "));
    const act = (kind, label, work) => el("button", {
      type: "button", class: here?.kind === kind ? "chip on" : "chip", "data-key": `${kind} ${group.id}`,
      "aria-expanded": kind === "ignore" ? null : String(here?.kind === kind), onclick: work,
    }, label);
    return el("li", { class: "tile-card" },
      el("p", { class: "sentence" }, el("q", {}, text), el("span", { class: "badge" }, say.kinds[group.kind])),
      el("p", { class: "note" }, [say.times(group.count), say.last(when(group.last_at))].join(" · ")),
      others.length ? el("p", { class: "note" }, `${say.also}: `, ...others.flatMap((one, at) => [at ? ", " : "", el("q", {}, one)])) : null,
      verdict ? this.taught(group, verdict) : el("div", { class: "acts" }, guess ? el("span", { class: "guess" }, say.proposal(guess)) : null,
        act("teach", say.teach, () => this.begin(group, "teach")), act("command", say.command, () => this.begin(group, "command")), act("ignore", say.ignore, () => this.ignore(group))),
      here?.form ?? null,
      here?.verdict ? el("div", { role: "alert" }, verdictView(here.verdict), here.verdict.can_be_forced ? forcing(here.verdict, () => this.send(group, true)) : null) : null);
  }

  taught(group, verdict) {
    const say = words().misses;
    return el("div", { class: "taught" }, el("p", { class: "good", role: "status" }, say.taught), verdictView(verdict),
      el("button", { type: "button", class: "chip", "data-key": `undo ${group.id}`, onclick: () => this.undo(group, verdict) }, say.undo));
  }

  begin(group, kind) {
    const again = this.open?.id === group.id && this.open.kind === kind;
    this.open = again ? null : { id: group.id, kind, form: null, verdict: null };
    if (this.open) this.open.form = kind === "teach" ? this.teaching(group) : this.commanding(group);
    this.draw();
    this.open?.form.querySelector("select, input")?.focus();
  }

  teaching(group) {
    const say = words().misses;
    const proposed = group.proposal?.kind === "example" ? group.proposal : null;
    const rooms = Map.groupBy ? Map.groupBy(this.desk.intents, ({ name }) => name.split(".")[0]) : new Map([["", this.desk.intents]]);
    const select = el("select", { name: "intent", required: true }, el("option", { value: "" }, say.choose), ...[...rooms].map(([room, intents]) => el(
      "optgroup", { label: room }, ...intents.map(({ name }) => el("option", { value: name, selected: name === proposed?.intent }, intentWord(name))))));
    const about = el("p", { class: "note", id: `about-${group.id}` });
    const tell = () => {
      const intent = this.desk.intents.find(({ name }) => name === select.value);
      const example = intent && (intent[prefs.language] ?? intent.ko ?? intent.en);
      about.textContent = [example && say.such_as(example), intent?.slots?.length ? say.slots(intent.slots.join(", ")) : null].filter(Boolean).join(" ");
    };
    select.addEventListener("change", tell);
    tell();
    return this.form(group, [
      el("label", { class: "field" }, el("span", {}, say.intent), select), about,
      el("label", { class: "field" }, el("span", {}, say.example), el("input", { name: "example", required: true, maxlength: 500, value: proposed?.example ?? group.texts[0], autocomplete: "off" })),
      el("p", { class: "note" }, say.example_hint),
    ], ({ intent, example }) => ["teach", { intent: intent.value, example: example.value.trim(), text: group.texts[0] }]);
  }

  commanding(group) {
    const say = words().misses;
    const proposed = group.proposal?.kind === "command" ? group.proposal.steps : [];
    const area = (name, label, text, hint) => {
      const box = el("textarea", { name, rows: 3, required: name === "steps", placeholder: hint });
      box.value = text;
      return el("label", { class: "field" }, el("span", {}, label), box);
    };
    return this.form(group, [
      el("label", { class: "field" }, el("span", {}, say.name), el("input", { name: "name", required: true, maxlength: 80, value: group.texts[0], autocomplete: "off" })),
      area("says", say.says, group.texts.join("\n"), ""), area("steps", say.steps, proposed.join("\n"), say.steps_hint),
    ], ({ name, says, steps }) => {
      const called = name.value.trim();
      return ["command", { name: called, says: lines(says.value).filter((one) => one !== called), steps: lines(steps.value) }];
    });
  }

  form(group, fields, order) {
    const form = el("form", { class: "teaching" }, ...fields, el("p", { class: "trouble", role: "alert" }),
      el("span", { class: "sure" }, el("button", { type: "submit", class: "act strong" }, words().misses.save),
        el("button", { type: "button", class: "chip", onclick: () => this.begin(group, this.open.kind) }, words().verdict.no)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.order = order(form.elements);
      this.send(group, false);
    });
    return form;
  }

  async send(group, anyway) {
    const [what, order] = this.order;
    try {
      const verdict = await judged("POST", `/desk/misses/${encodeURIComponent(group.id)}/${what}`, anyway ? { ...order, use_anyway: true } : order);
      if (verdict.ok) {
        this.done.set(group.id, verdict);
        this.open = null;
        await this.desk.files.load();
      } else this.open.verdict = verdict;
    } catch (error) {
      this.open.form.querySelector(".trouble").textContent = trouble(error);
    }
    this.draw();
  }

  async ignore(group) {
    try {
      await call("POST", `/desk/misses/${encodeURIComponent(group.id)}/ignore`, {});
      this.desk.tell(words().misses.ignored);
      await this.load();
    } catch (error) {
      this.desk.fail(error);
    }
  }

  // Only what this lesson changed: somebody may be writing other files.
  async undo(group, verdict) {
    try {
      const versions = await call("GET", "/desk/history");
      if (versions[0]?.id !== verdict.version) return this.desk.tell(words().misses.too_late, "bad");
      const back = await judged("POST", `/desk/history/${encodeURIComponent(verdict.version)}/undo`, {});
      if (!back.ok) return this.desk.tell(words().failed, "bad");
      this.done.delete(group.id);
      this.desk.tell(words().misses.undone);
      await this.desk.files.load();
    } catch (error) {
      return this.desk.fail(error);
    }
    return this.draw();
  }
}
