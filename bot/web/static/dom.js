// Building elements. Text only ever goes in as text, so names and messages cannot become markup.

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

// Makes `children` the content of `parent`. What would look the same stays, so that a report does not close an
// open list or swallow a click; the keyboard stays where it was, elements being known by data-key.
export function fill(parent, ...children) {
  const wanted = children.filter(Boolean);
  const present = [...parent.childNodes];
  const key = parent.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  if (present.length === wanted.length) present.forEach((old, at) => old.isEqualNode(wanted[at]) || old.replaceWith(wanted[at]));
  else parent.replaceChildren(...wanted);
  if (key && !parent.contains(document.activeElement)) {
    parent.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}

// Calls `act` once the last call is `milliseconds` ago, so that three steps become one message.
export function settle(act, milliseconds = 800) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), milliseconds);
  };
}
