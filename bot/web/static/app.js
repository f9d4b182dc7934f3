// Starts the page: signed in or not, then chat and home, joined by live events.

import { call } from "./api.js";
import { Chat } from "./chat.js";
import { composer } from "./composer.js";
import { watchDiscovery } from "./discovery.js";
import { el, fill, icon } from "./dom.js";
import { watchMessengers } from "./health.js";
import { Home } from "./home.js";
import { joinForm } from "./join.js";
import { listen } from "./live.js";
import { People } from "./people.js";
import { prefs } from "./prefs.js";
import { drawTools } from "./tools.js";

const at = (id) => document.getElementById(id);
const TOAST_MS = 6000;

async function start() {
  prefs.apply();
  const invitation = new URLSearchParams(location.search).get("invite");
  if (invitation) return invited(invitation);
  let session;
  try {
    session = await call("GET", "/session");
  } catch (error) {
    return error.status === 401 || error.status === 404 ? signIn() : setTimeout(start, 2000);
  }
  if (location.hash === "#link-spent") history.replaceState(null, "", "/");
  return open(session);
}

function signIn() {
  at("app").hidden = true;
  at("signin").hidden = false;
  const why = location.hash === "#link-spent" ? prefs.words.link_spent : prefs.words.sign_in;
  fill(at("signin-why"), ...why.split("`").map((part, index) => (index % 2 ? el("code", {}, part) : part)));
}

// The link alone signs nobody in: messengers open links to show what is behind them.
function invited(code) {
  at("app").hidden = true;
  at("signin").hidden = false;
  at("signin-why").textContent = prefs.words.join.why;
  joinForm(at("join"), code, () => {
    history.replaceState(null, "", "/");
    at("signin").hidden = at("join").hidden = true;
    return start();
  });
}

async function open(session) {
  let chat = null;
  const home = new Home(at("overview"), at("rooms"), (text) => chat.say(text));
  chat = new Chat(at("log"), session, () => home.views, { answered: toast });
  home.explains = session.manages_people;
  const people = session.manages_people ? new People(at("people"), session) : null;
  at("app").hidden = false;
  showView("chat");
  const redraw = () => {
    drawTools(at("tools"), { home, people, redraw, leave });
    drawTabs();
    chat.draw();
    home.draw();
    connected(link);
  };
  let link = "connecting";
  let away = [];
  let found = null;
  // appliances so far, while they are still being looked for
  const connected = (state) => {
    link = state;
    at("app").dataset.link = state;
    const names = away.map((name) => prefs.words.messengers[name] ?? name);
    at("link").textContent = [prefs.words[state], found === null ? "" : prefs.words.looking(found), names.length ? prefs.words.away(names.join(", ")) : ""].filter(Boolean).join(" · ");
  };
  composer(at("composer"), at("say"), (text) => chat.say(text));
  connected(link);
  drawTabs();

  listen({
    async open() {
      try {
        await home.refresh();
      } catch (error) {
        if (error.status === 401) signIn();
        return;
      }
      connected("connected");
      drawTools(at("tools"), { home, people, redraw, leave });
      if (!chat.exchanges.length) chat.draw();
    },
    async lost() {
      connected("lost");
      await call("GET", "/session").catch((error) => error.status === 401 && signIn());
    },
    event(kind, data) {
      if (kind === "message" || kind === "answer") chat.take(kind, data);
      else if (kind === "command") chat.finish(data);
      else home.take(kind, data);
    },
  });
  watchDiscovery((count) => {
    found = count;
    at("app").classList.toggle("looking", count !== null);
    connected(link);
  });
  watchMessengers((names) => {
    away = names;
    connected(link);
  });
  if (matchMedia("(hover: hover)").matches) at("say").focus();
}

async function leave() {
  await call("DELETE", "/session").catch(() => null);
  sessionStorage.clear();
  location.reload();
}

// On a phone one of the two sides is shown; on a wide screen both are, and this changes nothing.
function showView(view) {
  at("app").dataset.view = view;
  drawTabs();
}

function drawTabs() {
  const tab = (view, picture) => el("button", {
    type: "button", "data-key": view, "aria-current": at("app").dataset.view === view ? "page" : null, onclick: () => showView(view),
  }, icon(picture), prefs.words[view]);
  fill(at("tabs"), tab("chat", "chat"), tab("home", "home"));
}

let toastTimer = 0;

// Where the chat is out of sight, the answer in its short form.
function toast(answer) {
  const reply = answer.replies.at(-1);
  if (!reply || at("chat").offsetParent !== null) return;
  const asks = answer.replies.some((one) => one.buttons.length);
  const hide = () => { at("toast").hidden = true; };
  at("toast").hidden = false;
  fill(at("toast"), el("button", { type: "button", onclick: () => { hide(); showView("chat"); } }, icon(asks ? "chat" : "check"), reply.short));
  clearTimeout(toastTimer);
  toastTimer = setTimeout(hide, TOAST_MS);
}

start();
