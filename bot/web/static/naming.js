// What appliances, rooms and values are called in the page's language.

import { prefs } from "./prefs.js";

const HANGUL = /[\uac00-\ud7a3]/;

// The first name in the page's language, else the first of all.
export function inLanguage(names, fallback = "") {
  const korean = prefs.language === "ko";
  return names.find((name) => HANGUL.test(name) === korean) ?? names[0] ?? fallback;
}

export const nameOf = (view) => inLanguage(view.names, view.name);
export const roomOf = (view) => inLanguage(view.areas, view.area ?? "");

// Its name under the heading of its room: "Living room aircon" is "Aircon" there.
export function nameInRoom(view) {
  const name = nameOf(view);
  const room = roomOf(view);
  const rest = room && name.toLowerCase().startsWith(`${room.toLowerCase()} `) ? name.slice(room.length).trim() : name;
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

// What a person would call it in a message: with the room where the name alone could mean another one.
export function spokenName(view, all) {
  const name = nameOf(view);
  const room = roomOf(view);
  const others = all.filter((other) => other.id !== view.id);
  const unclear = others.some((other) => other.type === view.type || nameOf(other) === name);
  const named = name.toLowerCase().includes(room.toLowerCase());
  return prefs.words.say_to.name(unclear && !named ? room : "", name);
}

export const summaryOf = (view) => view.summary[prefs.language] ?? Object.values(view.summary)[0] ?? "";

const UNITS = [
  [/(^temperature\.|_celsius$)/, "celsius"], [/\.percent$|^humidity\./, "percent"], [/\.power_w$/, "watt"],
  [/_kwh$/, "kilowatt_hour"], [/\.kelvin$/, "kelvin"], [/\.seconds$/, "duration"], [/\.pm(2_5|10)$/, "dust"], [/\.co2$/, "ppm"],
];

export const optionWord = (value) => prefs.words.values[value] ?? String(value);

export function attributeWord(key) {
  return prefs.words.attributes[key] ?? key.replace(/^sensor\./, "").replace(/[._]+/g, " ");
}

export function valueWord(key, value) {
  const words = prefs.words;
  if (typeof value === "boolean") return words.values[`${key.split(".")[0]}.${value}`] ?? words.values[String(value)];
  if (typeof value === "number") {
    if (key.endsWith(".finish_at")) return clock(value);
    if (key.endsWith(".taken_at")) return moment(value);
    const unit = UNITS.find(([pattern]) => pattern.test(key))?.[1];
    const rounded = Math.round(value * 10) / 10;
    return unit ? words.units[unit](unit === "duration" ? value : rounded) : String(rounded);
  }
  return optionWord(value);
}

// A time that may be long ago: with its day when that is not today.
export function moment(seconds) {
  const then = new Date(seconds * 1000);
  const day = then.toDateString() === new Date().toDateString() ? {} : { month: "short", day: "numeric" };
  return then.toLocaleString(prefs.language, { ...day, hour: "numeric", minute: "2-digit" });
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(prefs.language, { hour: "numeric", minute: "2-digit" });
}
