// The desk of the owners: its sections, found by the hash of the address, each drawn when it is opened.

import { call } from "../api.js";
import { el, fill, icon } from "../dom.js";
import { prefs } from "../prefs.js";
import { Appliances } from "./appliances.js";
import { Files } from "./files.js";
import { History } from "./history.js";
import { trouble, words } from "./language.js";
import { known } from "./meaning.js";
import { Misses } from "./misses.js";
import { Rights } from "./rights.js";
import { Rehearsal } from "./rehearsal.js";
import { Writing } from "./writing.js";

const at = (id) => document.getElementById(id);
const THEME_ICONS = { auto: "auto", light: "sun", dark: "moon" };
const SECTIONS = { words: Writing, try: Rehearsal, misses: Misses, history: History, people: Rights, appliances: Appliances };
const TOLD_MS = 6000;

// What all sections share: the files, the people, the intents, and how to say something in passing.
const desk = {
  session: null,
  files: new Files(),
  people: [],
  intents: [],
  told: 0,

  tell(text, kind = "good") {
    fill(at("told"), el("p", { class: kind }, icon(kind === "good" ? "check" : "alert"), text));
    clearTimeout(this.told);
    this.told = setTimeout(() => fill(at("told")), TOLD_MS);
  },

  fail(error) { this.tell(trouble(error), "bad"); },

  // Drawn after drafts came or went: which section has something unsaved.
  mark() { drawSections(); },
};

const open = new Map();
// name → section that was opened; it keeps what was typed into it
let shown = null;

async function start() {
  prefs.apply();
  try {
    desk.session = await call("GET", "/session");
    await desk.files.load();
  } catch (error) {
    if (error.status === 0) return setTimeout(start, 2000);
    return close(error);
  }
  const [people, appliances, intents] = await Promise.all(["/people", "/appliances", "/desk/intents"].map((path) => call("GET", path).catch(() => [])));
  Object.assign(desk, { people, intents });
  known(appliances);
  at("app").hidden = false;
  addEventListener("hashchange", route);
  addEventListener("beforeunload", (event) => desk.files.unsaved && event.preventDefault());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && open.get(shown)?.look?.());
  at("skip").addEventListener("click", (event) => { event.preventDefault(); at("main").focus(); });
  draw();
  return route();
}

function close(error) {
  const say = words();
  at("closed").hidden = false;
  at("why").textContent = error.status === 401 ? say.sign_in : error.status === 403 ? say.only_owners : error.status === 404 ? say.no_desk : trouble(error);
  at("home").textContent = say.to_home;
  document.title = say.title;
}

// #words/own.yml: the section, and what of it
function route() {
  const [name, ...rest] = location.hash.slice(1).split("/");
  const section = Object.hasOwn(SECTIONS, name) ? name : "words";
  if (!open.has(section)) {
    const place = el("section", { class: `pane pane-${section}`, "aria-labelledby": "title" });
    at("main").append(place);
    open.set(section, new SECTIONS[section](place, desk));
  }
  const moved = shown !== section;
  if (moved) open.get(shown)?.leave?.();
  shown = section;
  for (const [one, { place }] of open) place.hidden = one !== section;
  drawSections();
  open.get(section).show(plain(rest.join("/")), moved);
}

function plain(part) {
  try { return decodeURIComponent(part); } catch { return ""; }
}

function drawSections() {
  const say = words();
  const link = (name) => el("a", { href: `#${name}`, "data-key": name, "aria-current": name === shown ? "page" : null },
    say.sections[name], name === "words" && desk.files.unsaved ? el("span", { class: "dot", role: "img", "aria-label": say.unsaved }) : null);
  fill(at("sections"), ...Object.keys(SECTIONS).map(link));
  at("sections").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function draw() {
  const say = words();
  document.title = say.title;
  at("title").textContent = say.title;
  at("skip").textContent = say.skip;
  at("sections").setAttribute("aria-label", say.sections_label);
  for (const one of ["aria-label", "title"]) at("back").setAttribute(one, say.to_home);
  drawTools();
  drawSections();
  for (const section of open.values()) section.draw();
}

function drawTools() {
  const tool = (key, label, picture, act) => el("button", { type: "button", class: "tool", "data-key": key, "aria-label": label, title: label, onclick: act }, picture);
  fill(at("tools"),
    tool("language", prefs.words.language, el("span", { "aria-hidden": "true" }, prefs.language === "ko" ? "EN" : "한"), () => { prefs.otherLanguage(); draw(); }),
    tool("theme", prefs.words.theme[prefs.theme], icon(THEME_ICONS[prefs.theme]), () => { prefs.nextTheme(); drawTools(); }));
}

start();
