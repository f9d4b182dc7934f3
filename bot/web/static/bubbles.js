// How one exchange looks: what was said, and everything that came back.

import { el, icon } from "./dom.js";
import { iconOf } from "./icons.js";
import { nameOf } from "./naming.js";
import { prefs } from "./prefs.js";

const RESULT_ICONS = { confirmed: "check", sent: "check", refused: "cross", timed_out: "clock", pending: "wait" };

// exchange: see chat.js. on: {press(button, exchange), again(exchange)}. views: appliances by id.
export function exchangeElement(exchange, { views, me, latest, on }) {
  const parts = [];
  if (exchange.text !== null) parts.push(said(exchange, me));
  if (exchange.state === "failed") parts.push(failed(exchange, on));
  else if (exchange.answer) parts.push(...answered(exchange, views, latest, on));
  else if (exchange.state === "sent") parts.push(thinking());
  return el("div", { class: "exchange", "data-id": exchange.id }, ...parts);
}

function said(exchange, me) {
  const mine = exchange.sender === null || exchange.sender === me;
  return el("div", { class: mine ? "bubble mine" : "bubble theirs" }, mine ? null : el("span", { class: "who" }, exchange.sender), exchange.text);
}

function thinking() {
  return el("div", { class: "bubble house waiting" }, el("span", { class: "dots", "aria-hidden": "true" }), prefs.words.thinking);
}

function failed(exchange, on) {
  const again = el("button", { type: "button", class: "chip", onclick: () => on.again(exchange) }, prefs.words.again);
  return el("div", { class: "trouble" }, icon("alert"), exchange.trouble || prefs.words.not_sent, again);
}

function answered({ answer, pressed, ...exchange }, views, latest, on) {
  const shown = answer.replies.map((reply) => replyBubble(reply, views));
  if (!shown.length) shown.push(el("p", { class: "note" }, prefs.words.silent));
  const commands = answer.commands.map((command) => result(command, views));
  const results = commands.length ? [el("ul", { class: "results" }, ...commands)] : [];
  const buttons = answer.replies.flatMap((reply) => reply.buttons);
  const row = buttons.length && latest
    ? [el("div", { class: "replies" }, ...buttons.map((button) => el("button", {
      type: "button", class: "act", disabled: Boolean(pressed), "data-key": button.action,
      onclick: () => on.press(button, exchange),
    }, button.label)))]
    : [];
  return [...shown, ...results, ...row];
}

function replyBubble(reply, views) {
  const speaker = reply.speaker ? views.get(reply.speaker) : null;
  const who = speaker ? el("span", { class: "who" }, icon(iconOf(speaker.type)), nameOf(speaker)) : null;
  const image = safeImage(reply.image) ? picture(reply.image, reply.image.startsWith("data:") ? reply.short : reply.text) : null;
  return el("div", { class: "bubble house" }, who, reply.text, image);
}

// A picture that is not kept any more leaves its sentence behind.
function picture(source, alt) {
  const image = el("img", { src: source, alt });
  image.addEventListener("error", () => image.replaceWith(el("p", { class: "note" }, prefs.words.picture_gone)), { once: true });
  return image;
}

// Only pictures of this very server or inside the answer: the page asks nobody else for anything.
const safeImage = (source) => /^(\/(?!\/)|data:image\/)/.test(source ?? "");

function result(command, views) {
  const view = views.get(command.appliance);
  const name = view ? nameOf(view) : command.appliance;
  return el("li", { class: command.result }, icon(RESULT_ICONS[command.result] ?? "wait"), `${name} · ${prefs.words.results[command.result] ?? command.result}`);
}
