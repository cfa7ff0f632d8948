// The page's side of the JSON interface: reading, acting with an id that stays the same when repeated, and live updates.

const WAITS = [300, 1000, 2500];

export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

const newId = () =>
  crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sleep = (time) => new Promise((done) => setTimeout(done, time));
const address = (name, query) => `/playground/${name}?${new URLSearchParams(query)}`;

async function answer(response) {
  const data = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, data.error ?? "");
  return data;
}

export async function get(name, query) {
  return answer(await fetch(address(name, query)));
}

/** Do something as a member. A lost request is repeated with the same id, so it happens once. Raises Refused or TypeError. */
export async function act(user, name, data) {
  const body = JSON.stringify({ id: newId(), ...data });
  for (let tries = 0; ; tries += 1) {
    try {
      const options = { method: "POST", headers: { "Content-Type": "application/json" }, body };
      return await answer(await fetch(address(name, user ? { as: user } : {}), options));
    } catch (error) {
      const passing = !(error instanceof Refused) || error.status === 503;
      if (!passing || tries >= WAITS.length) throw error;
      await sleep(WAITS[tries]);
    }
  }
}

/** Send a file that belongs to no message yet; its id. Raises Refused or TypeError. */
export async function sendFile(user, file) {
  const options = { method: "POST", headers: { "Content-Type": file.type || "application/octet-stream" }, body: file };
  return (await answer(await fetch(address("attach", { as: user, name: file.name }), options))).file;
}

/** Where a file of a message is. */
export const fileAddress = (user, id) => address(`files/${id}`, { as: user });

/** Listen for changes; after a lost connection `again` is called, since something may have been missed. */
export function live(user, { heard, lost, again }) {
  let stopped = false;
  let socket = null;
  let before = false;
  let ready;
  // nothing may be read before the line is open: what is said in between would reach nobody
  const opened = new Promise((done) => {
    ready = done;
    setTimeout(() => {
      before = true;
      done();
    }, 2000);
  });
  const connect = () => {
    if (stopped) return;
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${address("live", { as: user })}`);
    socket.onopen = () => {
      if (before) again();
      before = true;
      ready();
    };
    socket.onmessage = (event) => heard(JSON.parse(event.data));
    socket.onclose = () => {
      if (stopped) return;
      lost();
      setTimeout(connect, 1000);
    };
  };
  connect();
  const silence = () => {
    stopped = true;
    socket?.close();
  };
  return { opened, silence };
}
