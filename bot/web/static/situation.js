// What can befall a simulated appliance, as switches.

import { ApiError, call } from "./api.js";
import { el } from "./dom.js";
import { prefs } from "./prefs.js";

const FAULT_CODE = "E1";

export function situationPanel(home, view) {
  const words = prefs.words;
  const device = home.situations.get(view.id);
  const trouble = el("p", { class: "missing", role: "status" });

  async function change(name, value) {
    try {
      home.situations.set(view.id, await call("PATCH", `/simulator/appliances/${encodeURIComponent(view.id)}`, { [name]: value }));
      trouble.textContent = "";
      panel.replaceWith(situationPanel(home, view));
    } catch (error) {
      trouble.textContent = (error instanceof ApiError && error.message) || words.not_changed;
    }
  }

  function row(name) {
    const value = device.conditions[name];
    const label = words.conditions[name] ?? name;
    if (name === "slow_s") {
      const input = el("input", { type: "number", min: 0, max: 3600, step: 1, value, "data-key": name });
      input.addEventListener("change", () => change(name, Math.min(3600, Math.max(0, Number(input.value) || 0))));
      return el("label", { class: "condition" }, el("span", {}, label), input);
    }
    const input = el("input", { type: "checkbox", checked: Boolean(value), "data-key": name });
    const wanted = () => (name === "fault" ? (input.checked ? FAULT_CODE : "") : input.checked);
    input.addEventListener("change", () => change(name, wanted()));
    return el("label", { class: "condition" }, el("span", {}, label), input);
  }

  const panel = el(
    "div", { class: "situation", role: "group", "aria-label": words.situation },
    el("p", { class: "note" }, words.situation_note), ...device.supported.map(row), trouble,
  );
  return panel;
}
