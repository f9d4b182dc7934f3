// The owners' panel: who is in the home, taking somebody out, and invitations.

import { call } from "./api.js";
import { el, fill, icon } from "./dom.js";
import { prefs } from "./prefs.js";

const REFRESH_MS = 5000;
const STAYS = [3, 24, 72, 168];
const ROLES = ["adult", "child", "guest", "owner"];

export class People {
  // dialog: an empty <dialog>; session: who is signed in.
  constructor(dialog, session) {
    this.dialog = dialog;
    this.me = session.person.id;
    this.people = [];
    this.invitations = [];
    this.shown = null;
    // the code whose picture is shown
    this.leaving = null;
    // the person about to be taken out
    this.note = "";
    dialog.addEventListener("close", () => clearInterval(this.timer));
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }

  async open() {
    this.note = "";
    this.shown = this.leaving = null;
    this.dialog.replaceChildren(...this.frame());
    this.dialog.showModal();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.refresh(), REFRESH_MS);
    await this.refresh();
  }

  async refresh() {
    try {
      [this.people, this.invitations] = await Promise.all([call("GET", "/people"), call("GET", "/invitations")]);
    } catch (error) {
      if (error.status === 401 || error.status === 403) this.dialog.close();
      return;
    }
    this.draw();
  }

  // What stays while the lists change: the form keeps what was typed into it.
  frame() {
    const words = prefs.words.people;
    this.list = el("ul", { class: "persons" });
    this.codes = el("div", { class: "codes" });
    this.told = el("p", { class: "note", role: "status" });
    return [
      el("header", {}, el("h2", { id: "people-title" }, words.title), el(
        "button", { type: "button", class: "tool", "aria-label": words.close, onclick: () => this.dialog.close() }, icon("cross"),
      )),
      this.list, this.told, el("h3", {}, words.invite), this.form(), this.codes,
    ];
  }

  form() {
    const words = prefs.words.people;
    const choice = (name, label, options) => el(
      "label", { class: "field" }, el("span", {}, label),
      el("select", { name }, ...options.map(([value, text]) => el("option", { value }, text))),
    );
    this.whom = el("select", { name: "person" });
    const whom = el("label", { class: "field" }, el("span", {}, words.whom), this.whom);
    const role = choice("role", words.role, ROLES.map((one) => [one, words.roles[one]]));
    const stay = choice("hours", words.stay, STAYS.map((hours) => [hours, words.hours(hours)]));
    const name = el("label", { class: "field" }, el("span", {}, words.name), el("input", { name: "name", maxlength: 40, placeholder: words.name_hint }));
    stay.querySelector("select").value = "24";
    const form = el("form", { class: "inviting" }, whom, role, stay, name, el("button", { type: "submit", class: "act" }, words.make));
    const fit = () => {
      const known = this.whom.value !== "";
      role.hidden = name.hidden = known;
      stay.hidden = known || form.elements.role.value !== "guest";
    };
    form.addEventListener("change", fit);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.invite(form.elements);
    });
    this.fit = fit;
    fit();
    return form;
  }

  async invite({ person, role, hours, name }) {
    const order = { role: role.value };
    if (person.value) order.person = person.value;
    else {
      if (role.value === "guest") order.hours = Number(hours.value);
      if (name.value.trim()) order.name = name.value.trim();
    }
    await this.change(async () => {
      this.shown = (await call("POST", "/invitations", order)).code;
      name.value = "";
    });
  }

  async remove(person) {
    const words = prefs.words.people;
    await this.change(async () => {
      const removed = await call("DELETE", `/people/${encodeURIComponent(person.id)}`);
      const stays = removed.coming_back.length ? words.comes_back : words.stays;
      this.note = removed.gone ? words.gone(nameOf(person)) : stays(nameOf(person));
    });
  }

  async change(work) {
    this.leaving = null;
    this.note = "";
    try {
      await work();
    } catch (error) {
      this.note = error.status === 409 ? prefs.words.people.too_many : prefs.words.people.failed;
    }
    this.draw();
    await this.refresh();
  }

  draw() {
    const words = prefs.words.people;
    const chosen = this.whom.value;
    fill(this.whom, ...[{ id: "", label: words.somebody }, ...this.people.map((one) => ({ id: one.id, label: nameOf(one) }))].map(
      ({ id, label }) => el("option", { value: id }, label),
    ));
    this.whom.value = this.people.some((one) => one.id === chosen) ? chosen : "";
    this.fit();
    fill(this.list, ...this.people.map((one) => this.person(one)));
    fill(this.codes, ...this.invitations.toReversed().map((one) => this.invitation(one)));
    this.told.textContent = this.note;
  }

  person(person) {
    const words = prefs.words.people;
    const over = person.until !== null && person.until * 1000 < Date.now();
    const until = person.until === null ? null : over ? words.over : words.until(when(person.until));
    const messengers = [...new Set(person.accounts.map((account) => account.split(":")[0]))].map((one) => prefs.words.messengers[one] ?? one);
    const facts = [words.roles[person.role], until, messengers.join(", ") || null].filter(Boolean);
    const row = el("li", { class: "person" }, el("div", {}, el("strong", {}, nameOf(person)), el("p", { class: "note" }, facts.join(" · "))));
    if (person.id === this.me) row.append(el("span", { class: "note" }, words.me));
    else if (this.leaving === person.id) {
      row.append(el("span", { class: "sure" }, el("button", {
        type: "button", class: "act danger", "data-key": `sure ${person.id}`, onclick: () => this.remove(person),
      }, words.really), el("button", { type: "button", class: "chip", onclick: () => this.ask(null) }, words.no)));
    } else {
      row.append(el("button", {
        type: "button", class: "chip", "data-key": `remove ${person.id}`, "aria-label": words.remove_whom(nameOf(person)), onclick: () => this.ask(person.id),
      }, words.remove));
    }
    return row;
  }

  ask(person) {
    this.leaving = person;
    this.draw();
  }

  invitation(one) {
    const words = prefs.words.people;
    const who = one.person === null ? one.name ?? words.roles[one.role] : words.account_of(nameOf(this.people.find(({ id }) => id === one.person) ?? { id: one.person, names: {} }));
    const shown = this.shown === one.code;
    const facts = [who, one.hours === null ? null : words.hours(one.hours), words.code_until(when(one.expires_at))].filter(Boolean);
    return el(
      "section", { class: "code" },
      el("p", { class: "letters" }, `${one.code.slice(0, 4)}-${one.code.slice(4)}`), el("p", { class: "note" }, facts.join(" · ")),
      shown ? el("p", {}, words.how) : null,
      shown && one.qr ? el("img", { src: one.qr, alt: words.picture(nameOfMessenger(one.links[0])), class: "qr" }) : null,
      shown ? el("ul", { class: "ways" }, ...one.links.map((way) => el("li", {}, el("span", { class: "note" }, nameOfMessenger(way)), el("a", { href: way.url, target: "_blank", rel: "noreferrer" }, way.url), copier(way.url)))) : null,
      el("div", { class: "sure" },
        shown ? null : el("button", { type: "button", class: "chip", "data-key": `show ${one.code}`, onclick: () => { this.shown = one.code; this.draw(); } }, words.show),
        el("button", { type: "button", class: "chip", "data-key": `revoke ${one.code}`, onclick: () => this.change(() => call("DELETE", `/invitations/${one.code}`)) }, words.revoke)),
    );
  }
}

const nameOf = (person) => person.names[prefs.language] ?? Object.values(person.names)[0] ?? person.id;
const nameOfMessenger = (way) => prefs.words.messengers[way.messenger] ?? way.messenger;
const when = (seconds) => new Intl.DateTimeFormat(prefs.language, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" }).format(seconds * 1000);

// Browsers let pages copy only where the connection is safe.
function copier(text) {
  if (!navigator.clipboard) return null;
  const button = el("button", { type: "button", class: "chip", "data-key": `copy ${text}` }, prefs.words.people.copy);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text).then(() => { button.textContent = prefs.words.people.copied; }, () => null);
  });
  return button;
}
