// Live events, for as long as the page is open: reconnects, and says so.

const KINDS = ["message", "answer", "appliance", "appliance_removed", "state", "command"];
const LONGEST_WAIT_MS = 15000;

// on.open() after every (re)connect, on.lost() when it breaks, on.event(kind, data) for each event.
export function listen(on) {
  let wait = 1000;

  function connect() {
    const source = new EventSource("/api/v1/events");
    source.onopen = () => {
      wait = 1000;
      on.open();
    };
    source.onerror = () => {
      on.lost();
      source.close();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
    for (const kind of KINDS) source.addEventListener(kind, (event) => on.event(kind, JSON.parse(event.data)));
  }

  connect();
}
