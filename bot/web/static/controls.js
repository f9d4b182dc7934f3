// What a card can offer: each control is a message that a person could have typed.

import { optionWord, spokenName, valueWord } from "./naming.js";
import { prefs } from "./prefs.js";

const LAUNDRY_STATES = { running: ["pause", "stop"], paused: ["resume", "stop"], returning: ["stop"] };

// Steppers: capability, attribute, finest useful step, range when the appliance gives none.
const STEPPERS = [
  ["temperature", "target", 0.5, 5, 40],
  ["humidity", "target", 5, 30, 80],
  ["level", "percent", 10, 0, 100],
  ["volume", "percent", 5, 0, 100],
];
const SELECTS = ["mode", "fan_speed", "program", "source"];

// {power: {on, text} | null, buttons: [{key, label, text}], steppers: […], selects: […]}
export function controlsOf(view, all) {
  const words = prefs.words;
  const name = spokenName(view, all);
  const can = (capability, action) => view.capabilities[capability]?.actions.includes(action) ?? false;
  const say = (what, ...values) => words.say_to[what](name, ...values);
  const button = (key, what = key) => ({ key, label: words.controls[what], text: say(what, view.type) });
  const buttons = [];

  const on = view.state["power.on"];
  const switchable = can("power", "turn_on") && can("power", "turn_off") && typeof on === "boolean";
  const power = switchable ? { on, text: say(on ? "turn_off" : "turn_on") } : null;
  if (!switchable) {
    if (on !== true && can("power", "turn_on")) buttons.push({ key: "turn_on", label: words.controls.on, text: say("turn_on") });
    if (on !== false && can("power", "turn_off")) buttons.push({ key: "turn_off", label: words.controls.off, text: say("turn_off") });
  }

  const running = view.state["run_control.state"];
  const wanted = LAUNDRY_STATES[running] ?? (running === undefined ? ["start", "stop"] : ["start"]);
  for (const action of wanted) if (can("run_control", action)) buttons.push(button(action));
  if (can("run_control", "return_to_dock") && running !== "docked") buttons.push(button("return_to_dock"));
  if (can("run_control", "locate")) buttons.push(button("locate"));

  const moving = ["opening", "closing"].includes(view.state["position.state"]);
  for (const action of ["open", "close"]) if (can("position", action)) buttons.push(button(action));
  if (moving && can("position", "stop")) buttons.push(button("stop"));

  const locked = view.state["lock.state"];
  if (locked !== "locked" && can("lock", "lock")) buttons.push(button("lock"));
  if (locked !== "unlocked" && can("lock", "unlock")) buttons.push(button("unlock"));

  const valve = view.state["valve.state"];
  if (valve !== "closed" && can("valve", "close")) buttons.push(button("valve_close"));
  if (valve !== "open" && can("valve", "open")) buttons.push(button("valve_open"));

  const muted = view.state["volume.muted"];
  if (muted === false && can("volume", "mute")) buttons.push(button("mute"));
  if (muted === true && can("volume", "unmute")) buttons.push(button("unmute"));

  return { power, buttons, steppers: steppersOf(view, can, say), selects: selectsOf(view, can, say) };
}

function steppersOf(view, can, say) {
  const words = prefs.words;
  return STEPPERS.filter(([capability]) => can(capability, "set")).map(([capability, attribute, step, low, high]) => {
    const limits = view.capabilities[capability].limits[attribute] ?? {};
    const what = capability === "level" && view.type === "light" ? "brightness" : capability;
    const key = `${capability}.${attribute}`;
    return {
      key: what,
      label: words.controls[what],
      value: view.state[key],
      minimum: limits.minimum ?? low,
      maximum: limits.maximum ?? high,
      step: Math.max(limits.step ?? step, capability === "temperature" ? 0.5 : step),
      shown: (value) => (value === undefined ? "–" : valueWord(key, value)),
      text: (value) => say(what, value),
    };
  });
}

function selectsOf(view, can, say) {
  const words = prefs.words;
  const settable = (name) => can(name, name === "program" ? "select" : "set");
  return SELECTS.filter((name) => settable(name) && view.capabilities[name].limits.selected?.options?.length).map((name) => ({
    key: name,
    label: typeof words.controls[name] === "function" ? words.controls[name](view.type) : words.controls[name],
    labelled: name !== "mode",
    value: view.state[`${name}.selected`],
    options: view.capabilities[name].limits.selected.options.map((value) => ({ value, shown: optionWord(value) })),
    text: (value) => say(name, value, optionWord(value), view.type),
  }));
}
