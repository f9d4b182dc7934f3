// Whether appliances are still being looked for, and how many there are so far.

import { call } from "./api.js";

const SOON_MS = 2000;
const LATER_MS = 60000;

// on(count) while it lasts, on(null) when it is over; asks again now and then, as brokers come and go.
export function watchDiscovery(on) {
  async function look() {
    let looking = false;
    try {
      const found = await call("GET", "/discovery");
      looking = found.looking;
      on(looking ? found.appliances : null);
    } catch { /* the connection's own line says it */ }
    setTimeout(look, looking ? SOON_MS : LATER_MS);
  }
  look();
}
