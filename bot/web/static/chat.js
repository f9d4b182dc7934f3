// The chat side: exchanges in order, each a message and its answer, known by the message's id.

import { ApiError, call, newId } from "./api.js";
import { exchangeElement } from "./bubbles.js";
import { el } from "./dom.js";
import { spokenName } from "./naming.js";
import { prefs } from "./prefs.js";

const KEPT = 40;
const WAIT_S = 20;
const HISTORY = "jipsa.chat";
// A few digits and nothing else may be a PIN: it is neither shown nor kept.
const PIN = /^\s*\d{4,8}\s*$/;

export class Chat {
  // on.answered(answer) after each answer to this page; views(): appliances by id.
  constructor(log, session, views, on) {
    this.log = log;
    this.session = session;
    this.views = views;
    this.on = on;
    this.exchanges = restored(session.chat);
    // [{id, text, action, sender, state: "sent" | "failed" | "done", trouble, answer, pressed}]; text null: a notice
    this.elements = new Map();
    this.draw();
  }

  // Sends a message or a pressed button; resolves when it is answered or has failed, never throws.
  say(text, action = null) {
    const exchange = { id: newId(), text: masked(text), action, sender: this.session.person.id, state: "sent" };
    this.put(exchange);
    return this.send(exchange, action === null ? { text } : { action });
  }

  async send(exchange, content) {
    try {
      const answer = await call("POST", "/messages", { ...content, id: exchange.id, wait_s: WAIT_S });
      // Told live already, it may have moved on since: a late response must not turn it back.
      const known = this.find(exchange.id);
      if (known.state !== "done") this.put({ ...known, state: "done", answer });
      this.on.answered(answer);
    } catch (error) {
      const trouble = error instanceof ApiError ? error.message : "";
      const again = () => {
        this.put({ ...exchange, state: "sent" });
        return this.send(exchange, content);
      };
      this.put({ ...this.find(exchange.id), state: "failed", trouble, again });
    }
  }

  // A message or an answer of this chat, seen live: from another tab, or a notice of the house.
  take(kind, data) {
    const known = this.find(data.id);
    // What was left open by a crash is told without its chat.
    if (data.chat === null ? !known : data.chat !== this.session.chat) return;
    if (kind === "message") {
      const text = data.text || this.wordsOf(data.action);
      if (!known) this.put({ id: data.id, text: masked(text), action: null, sender: data.sender ?? null, state: "sent" });
    } else if (data.replies) {
      this.put({ text: null, action: null, sender: null, ...known, id: data.id, state: "done", answer: data });
    }
  }

  // A command's final result, after its answer was given.
  finish(data) {
    for (const exchange of this.exchanges) {
      const command = exchange.answer?.commands.find((one) => one.id === data.id);
      if (command && data.result && command.result !== data.result) {
        command.result = data.result;
        this.put(exchange);
      }
    }
  }

  // What a button pressed in another tab says.
  wordsOf(action) {
    const buttons = this.exchanges.flatMap((exchange) => exchange.answer?.replies ?? []).flatMap((reply) => reply.buttons);
    const button = buttons.find((one) => one.action === action);
    return button?.text || button?.label || "…";
  }

  find(id) { return this.exchanges.find((exchange) => exchange.id === id); }

  put(exchange) {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    const reading = scrollHeight - scrollTop - clientHeight > 150 && exchange.state !== "sent";
    const at = this.exchanges.findIndex((one) => one.id === exchange.id);
    if (at >= 0) this.exchanges[at] = exchange;
    else this.exchanges.push(exchange);
    if (this.exchanges.length > KEPT) this.elements.get(this.exchanges[0].id)?.remove();
    this.exchanges = this.exchanges.slice(-KEPT);
    this.keep();
    this.drawOne(exchange);
    // Buttons belong to the newest answer alone.
    const before = this.exchanges.at(-2);
    if (at < 0 && before) this.drawOne(before);
    if (!reading) this.log.scrollTop = this.log.scrollHeight;
  }

  press(button, exchange) {
    this.find(exchange.id).pressed = true;
    this.drawOne(this.find(exchange.id));
    this.say(button.text || button.label, button.action);
  }

  // All again, as after a change of language.
  draw() {
    this.elements.clear();
    this.log.replaceChildren();
    if (!this.exchanges.length) this.log.append(this.welcome());
    for (const exchange of this.exchanges) this.drawOne(exchange);
    this.log.scrollTop = this.log.scrollHeight;
  }

  drawOne(exchange) {
    const element = exchangeElement(exchange, {
      views: this.views(),
      me: this.session.person.id,
      latest: exchange === this.exchanges.at(-1),
      on: { press: (button, from) => this.press(button, from), again: (from) => from.again?.() },
    });
    this.log.querySelector(".welcome")?.remove();
    const old = this.elements.get(exchange.id);
    if (old) old.replaceWith(element);
    else this.log.append(element);
    this.elements.set(exchange.id, element);
  }

  welcome() {
    const words = prefs.words;
    const { names, id } = this.session.person;
    const examples = this.examples().map((text) => el("button", { type: "button", class: "chip", onclick: () => this.say(text) }, text));
    return el(
      "div", { class: "welcome" }, el("img", { src: "/static/mark.svg", alt: "", width: 56, height: 56 }),
      el("h2", {}, words.hello(names[prefs.language] ?? Object.values(names)[0] ?? id)),
      el("p", { class: "note" }, words.hello_hint), el("div", { class: "examples" }, ...examples),
    );
  }

  // Sentences that fit this very home.
  examples() {
    const all = [...this.views().values()];
    const say = prefs.words.say_to;
    const first = (type) => all.find((view) => view.type === type);
    const washer = first("washer") ?? first("dishwasher");
    const aircon = first("air_conditioner");
    const texts = [];
    if (washer) texts.push(say.start(spokenName(washer, all), washer.type));
    if (aircon) texts.push(say.temperature(spokenName(aircon, all), 24));
    if (first("light")) texts.push(prefs.words.examples.lights_off);
    return [...texts, prefs.words.examples.home];
  }

  keep() {
    const done = this.exchanges.filter((exchange) => exchange.state === "done");
    try { sessionStorage.setItem(HISTORY, JSON.stringify({ chat: this.session.chat, exchanges: done })); } catch { /* not kept */ }
  }
}

const masked = (text) => (PIN.test(text) ? "••••" : text);

// What this tab showed before it was reloaded; another person's is forgotten.
function restored(chat) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(HISTORY));
    return kept?.chat === chat ? kept.exchanges : [];
  } catch {
    return [];
  }
}
