// What is typed and not yet saved, in this browser only. A draft belongs to an account: nobody else is
// given it, it goes at sign-out, and after seven days (the computers of a staff room are shared).
// It also belongs to the window that writes it: another one is given it only once that one is closed,
// and never writes over it nor drops it.
// What is said in confidence (coeduc/forms.py, ``secret``) stays in the tab it is typed in, an hour at most.

const PREFIX = "co-brouillon:";
const LEFT = "co-parti"; // tells the other tabs who has just signed out
const LEFT_AT = "co-parti-a"; // when somebody last signed out here: a tab cannot erase in another one
const COOKIE = "parti"; // set by the portal: who has signed out, or was replaced here by somebody else
const LASTS = 7 * 24 * 3600 * 1000;
const LASTS_SECRET = 3600 * 1000;
const HANDOVER = 500; // a page that is being left still holds its draft for a moment

const mine = new Map(); // the draft of this window, by what it is of
const releases = new Map();
const nameOf = (account, key) => `${PREFIX}${account}:${key}`;
const isSecret = (name) => name.split(":")[2] === "secret";
const storeOf = (name) => (isSecret(name) ? sessionStorage : localStorage);

// Whether it is kept: a browser may refuse (private window, no room left), and the page then says so.
export function keep(account, key, entries) {
  const of = nameOf(account, key);
  try {
    if (!mine.has(of)) {
      mine.set(of, `${of}#${crypto.randomUUID()}`);
      hold(mine.get(of));
    }
    const page = location.pathname + location.search;
    const title = document.title.replace(/ — [^—]*$/, "");
    storeOf(of).setItem(mine.get(of), JSON.stringify({ at: Date.now(), entries, page, title }));
    return true;
  } catch {
    return false;
  }
}

// The last draft that no open window holds: it becomes the one of this window. What follows a «/» in a
// key is where the same thing was started from.
export async function find(account, key) {
  const of = nameOf(account, key);
  const isOne = (name) => name === of || name.startsWith(`${of}#`) || name.startsWith(`${of}/`);
  for (const [name, draft] of draftsOf(isOne)) {
    if (mine.has(of)) return null;
    if (!(await hold(name))) continue;
    if (!mine.has(of) && read(name)) {
      mine.set(of, name);
      return draft;
    }
    release(name);
  }
  return null;
}

export function drop(account, key) {
  const name = mine.get(nameOf(account, key));
  letGo(account, key);
  try {
    if (name) storeOf(name).removeItem(name);
  } catch {
    // nothing was kept either
  }
}

// All that an account has left, wherever it was written, but what a window has open and what is secret:
// the last first.
export async function left(account) {
  const found = [];
  for (const [name, draft] of draftsOf((one) => one.startsWith(nameOf(account, "")) && !isSecret(one))) {
    if (!/^\/(?!\/)/.test(draft.page) || !draft.title || !(await hold(name))) continue;
    release(name);
    found.push({ ...draft, name });
  }
  return found;
}

// What signing out would erase, open or not, without opening any of it.
export const waiting = (account) =>
  draftsOf((one) => one.startsWith(nameOf(account, ""))).map(([, draft]) => draft);

export function forget(name) {
  try {
    storeOf(name).removeItem(name);
  } catch {
    // nothing is kept there
  }
}

// It stays, for another window or another day.
export function letGo(account, key) {
  const of = nameOf(account, key);
  release(mine.get(of));
  mine.delete(of);
}

// What is too old goes, whoever wrote it; so does everything of who has signed out.
export function sweep() {
  const said = document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=([^;]+)`))?.[1];
  const left = said ? said.split(".") : [];
  try {
    for (const name of names()) {
      const isGone = left.some((account) => name.startsWith(nameOf(account, "")));
      if (isGone || !isFresh(name, read(name))) storeOf(name).removeItem(name);
    }
    for (const account of left) {
      localStorage.setItem(LEFT_AT, Date.now());
      localStorage.setItem(LEFT, account);
      localStorage.removeItem(LEFT);
    }
  } catch {
    return; // no store in this browser: nothing is kept there
  }
  if (said) document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
}

// A page left open in another tab must not write a draft after its owner has signed out.
export function whenLeft(account, act) {
  window.addEventListener("storage", ({ key, newValue }) => key === LEFT && newValue === account && act());
}

// Before leaving is asked, every form says what it has; once one has chosen to leave, none holds one back.
export const NOTE = "co:note";
export const LEAVE = "co:leave";

// «lundi 16 novembre à 9 h 25», «mardi 1er décembre à 9 h»: as coeduc/french.py writes them.
export function momentOf(at) {
  const when = new Date(at);
  const { lang } = document.documentElement;
  const day = { weekday: "long", day: "numeric", month: "long" };
  if (!lang.startsWith("fr")) return when.toLocaleString(lang, { ...day, hour: "numeric", minute: "2-digit" });
  const named = (part) => when.toLocaleDateString(lang, { [part]: "long" });
  const number = when.getDate() === 1 ? "1er" : when.getDate();
  const minutes = when.getMinutes() ? `\u00a0${String(when.getMinutes()).padStart(2, "0")}` : "";
  return `${named("weekday")} ${number} ${named("month")} à ${when.getHours()}\u00a0h${minutes}`;
}

function draftsOf(isOne) {
  try {
    return names()
      .filter(isOne)
      .map((name) => [name, read(name)])
      .filter(([name, draft]) => isFresh(name, draft) && Array.isArray(draft.entries))
      .sort(([, one], [, other]) => other.at - one.at);
  } catch {
    return [];
  }
}

// Whether this window holds it now; the browser lets it go with the page. Where the browser has no
// locks, whoever opens the page is given the draft.
function hold(name) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    const held = () => {
      resolve(true);
      return new Promise((done) => releases.set(name, done));
    };
    navigator.locks.request(name, { signal: AbortSignal.timeout(HANDOVER) }, held).catch(() => resolve(false));
  });
}

function release(name) {
  releases.get(name)?.();
  releases.delete(name);
}

function read(name) {
  try {
    return JSON.parse(storeOf(name).getItem(name));
  } catch {
    return null;
  }
}

function names() {
  const kept = [...Object.keys(localStorage).filter((one) => !isSecret(one)), ...Object.keys(sessionStorage)];
  return kept.filter((one) => one.startsWith(PREFIX));
}

function isFresh(name, draft) {
  if (!draft) return false;
  if (!isSecret(name)) return Date.now() - draft.at < LASTS;
  return Date.now() - draft.at < LASTS_SECRET && draft.at > (Number(localStorage.getItem(LEFT_AT)) || 0);
}
