// The line people type into.

const PAST = 30;

// submit(text) for each message. Enter sends, Shift+Enter starts a line, arrow up brings back the last one.
export function composer(form, say, submit) {
  const past = [];
  let back = 0;

  function fit() {
    say.style.height = "auto";
    say.style.height = `${Math.min(say.scrollHeight, 160)}px`;
    form.classList.toggle("ready", say.value.trim() !== "");
  }

  function put(text) {
    say.value = text;
    fit();
    say.setSelectionRange(text.length, text.length);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = say.value.trim();
    if (!text) return;
    past.push(text);
    past.splice(0, past.length - PAST);
    back = 0;
    put("");
    submit(text);
  });

  say.addEventListener("input", fit);
  say.addEventListener("keydown", (event) => {
    // While Hangul is being composed, Enter belongs to the input method.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "ArrowUp" && (say.value === "" || back) && back < past.length) {
      event.preventDefault();
      put(past.at(-(back += 1)));
    } else if (event.key === "ArrowDown" && back) {
      event.preventDefault();
      back -= 1;
      put(back ? past.at(-back) : "");
    }
  });
}
