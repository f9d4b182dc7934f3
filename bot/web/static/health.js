// Which messengers the home cannot reach at the moment.

const EVERY_MS = 60000;

// on(names) now and every minute; names as in the config: ["telegram"].
export function watchMessengers(on) {
  async function look() {
    try {
      const { messengers = {} } = await (await fetch("/readyz")).json();
      on(Object.keys(messengers).filter((name) => !messengers[name]));
    } catch { /* the connection's own line says it */ }
  }
  look();
  setInterval(look, EVERY_MS);
}
