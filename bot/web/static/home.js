// The home side: what is known of the appliances, and their cards by room.

import { call } from "./api.js";
import { Card } from "./card.js";
import { el, fill, icon } from "./dom.js";
import { countsAsInUse } from "./facts.js";
import { roomOf } from "./naming.js";
import { prefs } from "./prefs.js";

export class Home {
  // say(text, applianceId) sends a message of this page's person.
  constructor(overview, rooms, say) {
    this.overview = overview;
    this.rooms = rooms;
    this.say = say;
    this.views = new Map();
    this.cards = new Map();
    this.situations = new Map();
    // simulated appliances by id; empty when the home is real or this person may not change it
    this.speed = null;
    this.explains = false;
    // whether this person may see how appliances are recognised
    this.room = null;
    // the room shown alone; null: all
  }

  all() { return [...this.views.values()]; }

  async refresh() {
    const [views, simulator] = await Promise.all([call("GET", "/appliances"), call("GET", "/simulator").catch(() => null)]);
    this.speed = simulator?.speed ?? null;
    this.situations = new Map((simulator?.appliances ?? []).map((device) => [device.id, device]));
    this.views = new Map(views.map((view) => [view.id, view]));
    this.draw();
  }

  // One live event of the house.
  take(kind, data) {
    if (kind === "appliance_removed") {
      this.views.delete(data.id ?? data.appliance);
      this.draw();
    } else if (kind === "appliance" && data.capabilities) {
      this.views.set(data.id, data);
      this.draw();
    } else if (kind === "state" && this.views.has(data.id)) {
      const { state, online, summary, reported_at } = data;
      const view = { ...this.views.get(data.id), state, online, summary, reported_at };
      this.views.set(data.id, view);
      this.cards.get(data.id)?.show(view);
      this.drawOverview();
    }
  }

  draw() {
    const groups = new Map();
    for (const view of this.views.values()) {
      const key = view.area ?? "";
      groups.set(key, [...(groups.get(key) ?? []), view]);
    }
    const keys = [...groups.keys()].sort((a, b) => (a === "") - (b === ""));
    for (const id of this.cards.keys()) if (!this.views.has(id)) this.cards.delete(id);
    if (!groups.has(this.room)) this.room = null;
    this.names = new Map(keys.map((key) => [key, roomOf(groups.get(key)[0]) || prefs.words.elsewhere]));
    const sections = keys.map((key, index) => el(
      "section", { class: "room", "aria-labelledby": `room-${index}`, "data-room": key, hidden: this.room !== null && this.room !== key },
      el("h2", { id: `room-${index}` }, this.names.get(key)),
      el("div", { class: "cards" }, ...groups.get(key).map((view) => this.card(view).element)),
    ));
    fill(this.rooms, ...(sections.length ? sections : [this.nothing()]));
    this.drawOverview();
  }

  card(view) {
    const card = this.cards.get(view.id) ?? new Card(this, view, this.say);
    this.cards.set(view.id, card);
    card.show(view);
    return card;
  }

  nothing() {
    return el(
      "div", { class: "nothing" }, icon("home"),
      el("p", {}, prefs.words.empty_home), el("p", { class: "note" }, prefs.words.empty_home_hint),
    );
  }

  drawOverview() {
    const words = prefs.words;
    const views = this.all();
    const active = views.filter(countsAsInUse).length;
    const offline = views.filter((view) => view.online === false).length;
    const counts = [active ? words.in_use(active) : words.none_on, offline ? words.offline_count(offline) : null].filter(Boolean);
    const chip = (key, label) => el("button", {
      type: "button", class: "chip", "data-key": `room ${key}`, "aria-pressed": String(this.room === key),
      onclick: () => this.showRoom(key),
    }, label);
    fill(
      this.overview,
      el("div", { class: "chips" }, chip(null, words.all), ...[...(this.names ?? [])].map(([key, name]) => chip(key, name))),
      views.length ? el("p", { class: "counts" }, counts.join(" · ")) : null,
    );
  }

  showRoom(key) {
    this.room = key;
    for (const section of this.rooms.querySelectorAll(".room")) section.hidden = key !== null && section.dataset.room !== key;
    this.rooms.scrollTop = 0;
    this.drawOverview();
  }
}
