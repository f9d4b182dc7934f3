// What a sentence means, in words: "power.turn_off appliance=light-1" is "Turn off · Living room light".

import { el } from "../dom.js";
import { nameOf } from "../naming.js";
import { prefs } from "../prefs.js";
import { words } from "./language.js";
import en from "./words/meanings_en.js";
import ko from "./words/meanings_ko.js";

const MEANINGS = { ko, en };

export const meanings = () => MEANINGS[prefs.language];

export const intentWord = (name) => meanings().intents[name] ?? name;

export const typeWord = (type) => meanings().types[type] ?? type;

// What only the home knows: names of its appliances.
const home = { appliances: new Map() };

export function known(views) {
  home.appliances = new Map(views.map((view) => [view.id, view]));
}

export function applianceWord(id) {
  const view = home.appliances.get(id);
  return view ? nameOf(view) : id;
}

function slotWord(name, value) {
  const doubtful = typeof value === "string" && value.endsWith("~");
  const plain = doubtful ? value.slice(0, -1) : String(value);
  const said = { appliance: applianceWord, except_appliance: applianceWord, appliance_type: typeWord, except_type: typeWord }[name]?.(plain)
    ?? meanings().values[plain] ?? prefs.words.values[plain] ?? plain;
  const label = meanings().slots[name];
  return `${label ? `${label} ` : ""}${said}${doubtful ? "?" : ""}`;
}

const acts = (name, slots) => [intentWord(name), ...slots.map(([slot, value]) => slotWord(slot, value))].join(" · ");

// A line as the house writes it: "mood: intent slot=value + intent | left over".
export function meaning(line) {
  const [said, left] = line.split(" | ");
  const [, mood, rest] = /^(?:(command|question|negated|conditional|scheduled|reported|chat): )?(.*)$/s.exec(said);
  const intents = rest === "nothing" ? [words().verdict.nothing] : rest.split(" + ").map((one) => {
    const [name, ...slots] = one.split(/ (?=[a-z_]+=)/);
    return acts(name, slots.map((slot) => [slot.slice(0, slot.indexOf("=")), slot.slice(slot.indexOf("=") + 1)]));
  });
  const text = intents.join(" + ");
  const put = mood && rest !== "nothing" ? `${meanings().moods[mood]}: ${text}` : text;
  return left ? `${put} (${meanings().left}: ${left})` : put;
}

// An understanding's intents, as a list.
export const intentList = (intents) => el("ul", { class: "intents" }, ...intents.map(({ name, slots = [] }) => el("li", {},
  el("strong", {}, intentWord(name)), ...slots.map((slot) => el("span", { class: slot.exact === false ? "slot doubtful" : "slot" }, slotWord(slot.name, slot.value))), el("code", {}, name))));
