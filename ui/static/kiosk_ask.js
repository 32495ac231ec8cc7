// A question on its way to the server and its answer back. Nothing here draws.
const ANSWER_SECONDS = 25;
const TRIES = 5;
const WAIT_SECONDS = 3; // where the server does not say how long

const MAIL = /\S+@\S+\.\S+/g;
const CPR = /(?<!\d)(\d\d)[ .–-]?(\d\d)[ .–-]?\d\d[ .–-]{0,3}\d{4}(?!\d)/g;

// The text without numbers that have a day and a month in front, and without mail addresses: those are never sent, and do
// not stay on the screen for the next one to see. The server checks again, and more.
export function withoutPersonal(text) {
  const dated = (day, month) => day >= 1 && day <= 31 && month >= 1 && month <= 12;
  const kept = text.replace(MAIL, "").replace(CPR, (all, day, month) => (dated(day, month) ? "" : all));
  return kept === text ? text : kept.replace(/ {2,}/g, " ").trim();
}

// The answer, or null where none came. `onWait(status, seconds)` hears that the server asks for patience (429 or 503),
// `onLost` that it could not be reached. `signal` ends it all.
export async function answerTo(body, { signal, onWait, onLost }) {
  for (let attempt = 0; attempt < TRIES && !signal.aborted; attempt += 1) {
    let reply;
    try {
      reply = await fetch("/spoerg", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_SECONDS * 1000)]),
      });
    } catch {
      if (!signal.aborted) onLost();
      return null;
    }
    if (reply.ok) return reply.json().catch(() => null);
    if (reply.status !== 429 && reply.status !== 503) return null;
    const seconds = Number(reply.headers.get("retry-after")) || WAIT_SECONDS;
    onWait(reply.status, seconds);
    await pause(seconds, signal);
  }
  return null;
}

function pause(seconds, signal) {
  // Readers who were turned away together do not all come back together.
  const ms = seconds * 1000 * (1 + Math.random() / 4);
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); done(); });
  });
}
