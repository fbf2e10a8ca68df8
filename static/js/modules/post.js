// Sends what was typed, and tells apart why it was not saved. Signing in again in another tab changes
// the token of this page: it is renewed, for the same account only.

export const TOKEN = "csrfmiddlewaretoken";
const PATIENCE = 15000;
const DELAYS = [10, 20, 40, 60];
const DELAYS_BUSY = [1, 2, 4, 8, 15];

// Why it was not saved: «session», «other» (another account), «busy», «refused», «heavy», «trouble»;
// without a connection, the browser's own error.
class NotSaved extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

export const isRetried = (trouble) => !["session", "other", "refused", "heavy"].includes(trouble.why);

export function delayOf(trouble, failures) {
  const delays = trouble.why === "busy" ? DELAYS_BUSY : DELAYS;
  return delays[Math.min(failures, delays.length - 1)];
}

// The answer, read: an object, or the text of a page. ``token``: the fields of the page that hold it.
export async function post(url, body, { account, accept = "text/html", patience = PATIENCE }) {
  const options = { method: "POST", body, headers: { Accept: accept, "Co-Saving": "1" } };
  const go = () => fetch(url, { ...options, signal: AbortSignal.timeout(patience) });
  let answer = await go();
  if (answer.status === 403) {
    body.set(TOKEN, await freshToken(account));
    answer = await go();
  }
  if (!answer.ok || answer.redirected) throw new NotSaved(whyOf(answer));
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return answer.text();
  const read = await answer.json();
  if (read.signIn) throw new NotSaved("session");
  return read;
}

function whyOf({ status, redirected, headers }) {
  if (redirected) return "session";
  if (headers.has("Co-Busy")) return "busy";
  if (status === 429) return "trouble";
  if (status === 413) return "heavy";
  return status < 500 ? "refused" : "trouble";
}

async function freshToken(account) {
  const page = document.querySelector("[data-co-token]").dataset.coToken;
  const options = { headers: { Accept: "application/json", "Co-Saving": "1" } };
  const answer = await fetch(page, { ...options, signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok || answer.redirected) throw new NotSaved(answer.status >= 500 ? "trouble" : "session");
  const fresh = await answer.json();
  if (fresh.signIn) throw new NotSaved("session");
  if (fresh.account !== account) throw new NotSaved("other");
  for (const field of document.querySelectorAll(`[name=${TOKEN}]`)) field.value = fresh.token;
  return fresh.token;
}

// Later and later, with the seconds shown to the eye; ``act`` at the end, or at once by ``now``.
export function countdown({ shown, act }) {
  let timer = 0;
  const stop = () => clearInterval(timer);
  function start(seconds) {
    let left = seconds;
    const tick = () => {
      shown(left);
      if (left <= 0) {
        stop();
        act();
      }
      left -= 1;
    };
    stop();
    tick();
    timer = setInterval(tick, 1000);
  }
  return { start, stop };
}
