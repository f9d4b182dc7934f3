// Language and appearance, kept in this browser.

import en from "./words/en.js";
import ko from "./words/ko.js";

const LANGUAGES = { ko, en };
const THEMES = ["auto", "light", "dark"];

const kept = (key) => {
  try { return localStorage.getItem(key); } catch { return null; }
};
const keep = (key, value) => {
  try { localStorage.setItem(key, value); } catch { /* a browser that keeps nothing still works */ }
};

const browsers = () => (navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en");

export const prefs = {
  language: LANGUAGES[kept("language")] ? kept("language") : browsers(),
  theme: THEMES.includes(kept("theme")) ? kept("theme") : "auto",

  get words() { return LANGUAGES[this.language]; },

  otherLanguage() {
    this.language = this.language === "ko" ? "en" : "ko";
    keep("language", this.language);
    this.apply();
  },

  nextTheme() {
    this.theme = THEMES[(THEMES.indexOf(this.theme) + 1) % THEMES.length];
    keep("theme", this.theme);
    this.apply();
  },

  // Puts language and appearance on the page, and words on everything that names one.
  apply() {
    document.documentElement.lang = this.language;
    document.documentElement.dataset.theme = this.theme;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = this.words[element.dataset.word];
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", this.words[element.dataset.label]);
    for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = this.words[element.dataset.placeholder];
  },
};
