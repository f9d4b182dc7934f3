// The words of the desk in the page's language, and sentences that only need numbers and times.

import { prefs } from "../prefs.js";
import en from "./words/en.js";
import ko from "./words/ko.js";

const DESK = { ko, en };

export const words = () => DESK[prefs.language];

// Of texts by language the one in the page's, else any.
export const inLanguage = (texts) => texts?.[prefs.language] ?? Object.values(texts ?? {})[0] ?? "";

export const when = (seconds) => new Intl.DateTimeFormat(prefs.language, {
  month: "short", day: "numeric", hour: "numeric", minute: "2-digit",
}).format(seconds * 1000);

// What went wrong, in the API's own sentence where it has one.
export const trouble = (error) => error.message || (error.status === 0 ? words().unreachable : words().failed);
