// The tools at the top: the simulated clock, language, appearance, leaving.

import { call } from "./api.js";
import { el, fill, icon } from "./dom.js";
import { prefs } from "./prefs.js";

const SPEEDS = [1, 10, 60, 600];
const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" };

// home: the Home; people: the People panel, null for who may not change them; redraw() puts all words on the page again; leave() signs out.
export function drawTools(place, { home, people, redraw, leave }) {
  const words = prefs.words;
  const tool = (key, label, picture, act) => el("button", {
    type: "button", class: "tool", "data-key": key, "aria-label": label, title: label, onclick: act,
  }, picture);
  fill(
    place,
    home.speed === null ? null : speedChoice(home),
    people && tool("people", words.people.title, icon("people"), () => people.open()),
    people && el("a", { class: "tool", href: "/desk", "data-key": "desk", "aria-label": words.desk, title: words.desk }, icon("desk")),
    tool("language", words.language, el("span", { "aria-hidden": "true" }, prefs.language === "ko" ? "EN" : "한"), () => {
      prefs.otherLanguage();
      redraw();
    }),
    tool("theme", words.theme[prefs.theme], icon(THEME_ICONS[prefs.theme]), () => {
      prefs.nextTheme();
      drawTools(place, { home, people, redraw, leave });
    }),
    tool("leave", words.sign_out, icon("leave"), leave),
  );
}

function speedChoice(home) {
  const words = prefs.words;
  const speeds = [...new Set([...SPEEDS, home.speed])].sort((a, b) => a - b);
  const select = el(
    "select", { "aria-label": words.speed, title: words.speed, "data-key": "speed" },
    ...speeds.map((speed) => el("option", { value: speed, selected: speed === home.speed }, words.speed_of(speed))),
  );
  select.addEventListener("change", async () => {
    try {
      home.speed = (await call("PATCH", "/simulator", { speed: Number(select.value) })).speed;
    } finally {
      select.value = String(home.speed);
    }
  });
  return el("span", { class: "choice speed" }, icon("clock"), select, icon("chevron"));
}
