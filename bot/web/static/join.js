// What an invitation's link opens: a name, and one button that uses the code.

import { call } from "./api.js";
import { el, fill } from "./dom.js";
import { prefs } from "./prefs.js";

// joined() is called once this page is signed in.
export function joinForm(form, code, joined) {
  const words = prefs.words.join;
  const name = el("input", { id: "join-name", maxlength: 40, autocomplete: "nickname", placeholder: words.name_hint });
  const button = el("button", { type: "submit", class: "act" }, words.enter);
  const trouble = el("p", { class: "trouble", role: "alert" });
  form.hidden = false;
  fill(form, el("label", { for: "join-name" }, words.name), name, button, trouble);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    trouble.textContent = "";
    try {
      await call("POST", "/join", { code, name: name.value || null, language: prefs.language });
    } catch (error) {
      trouble.textContent = { 404: words.spent, 429: words.too_many }[error.status] ?? words.failed;
      button.disabled = false;
      return;
    }
    await joined();
  });
}
