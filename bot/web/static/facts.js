// The few things worth seeing on a card at a glance: what is wrong first, then what is measured.

import { valueWord } from "./naming.js";
import { prefs } from "./prefs.js";

const MEASURES = [
  ["temperature.current", "current_temperature"], ["temperature.freezer_target", "freezer"],
  ["humidity.current", "current_humidity"], ["air_quality.pm2_5", "dust"], ["air_quality.co2", "co2"],
  ["battery.percent", "battery"], ["energy.power_w", "power_use"],
];
const MOST = 4;

// [{kind: "warning" | "measure", text}]
export function factsOf(view) {
  const words = prefs.words.facts;
  const state = view.state;
  const warnings = [];
  if (state["error.active"]) warnings.push(words.fault(state["error.code"] ?? ""));
  if (state["smoke.detected"]) warnings.push(words.smoke);
  if (state["water.leak"]) warnings.push(words.leak);
  if (state["door.open"]) warnings.push(words.door_open);
  if (state["remote_control.allowed"] === false) warnings.push(words.remote_off);
  if (state["child_lock.on"]) warnings.push(words.child_lock);
  const shown = new Set(Object.values(view.summary).join(" ").match(/[\d.]+\s?(°C|%|W)/g) ?? []);
  const measures = MEASURES.filter(([key]) => typeof state[key] === "number" && state[key] !== 0)
    .filter(([key]) => !shown.has(valueWord(key, state[key])))
    .map(([key, word]) => words[word](valueWord(key, state[key])));
  return [
    ...warnings.map((text) => ({ kind: "warning", text })),
    ...measures.map((text) => ({ kind: "measure", text })),
  ].slice(0, MOST);
}

const ACTIVE_STATES = ["running", "returning", "paused"];

// Whether it is doing something: switched on, running, or a light that shines.
export function isActive(view) {
  if (view.online === false) return false;
  const running = view.state["run_control.state"];
  if (running !== undefined) return ACTIVE_STATES.includes(running);
  if (typeof view.state["power.on"] === "boolean") return view.state["power.on"];
  return view.state["lock.state"] === "unlocked" || view.state["valve.state"] === "open";
}

const ALWAYS_ON = ["refrigerator", "kimchi_refrigerator", "plug", "water_purifier", "camera"];
export const countsAsInUse = (view) => isActive(view) && !ALWAYS_ON.includes(view.type);

const WARM = ["light", "oven", "microwave", "boiler", "heater", "rice_cooker", "cooktop", "coffee_maker", "kettle", "electric_blanket", "water_heater"];
const COOL = ["refrigerator", "kimchi_refrigerator", "humidifier", "dehumidifier", "dishwasher", "washer"];

// The colour an active card takes: warm, cool or calm.
export function toneOf(view) {
  const mode = view.state["mode.selected"];
  if (["cool", "dry"].includes(mode)) return "cool";
  if (mode === "heat" || WARM.includes(view.type)) return "warm";
  if (["door_lock", "gas_valve"].includes(view.type)) return "warm";
  return COOL.includes(view.type) ? "cool" : "calm";
}
