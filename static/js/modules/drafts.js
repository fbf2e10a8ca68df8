// What is typed and not yet saved, in this browser only. A draft belongs to an account: nobody else is
// given it, it goes at sign-out, and after seven days (the computers of a staff room are shared).

const PREFIX = "co-brouillon:";
const LEFT = "co-parti"; // tells the other tabs who has just signed out
const COOKIE = "parti"; // set by the portal at sign-out, whatever the page it was done from
const LASTS = 7 * 24 * 3600 * 1000;

const nameOf = (account, key) => `${PREFIX}${account}:${key}`;

// Whether it is kept: a browser may refuse (private window, no room left), and the page then says so.
export function keep(account, key, entries) {
  try {
    localStorage.setItem(nameOf(account, key), JSON.stringify({ at: Date.now(), entries }));
    return true;
  } catch {
    return false;
  }
}

export function find(account, key) {
  try {
    const draft = JSON.parse(localStorage.getItem(nameOf(account, key)));
    return draft && isFresh(draft) && Array.isArray(draft.entries) ? draft : null;
  } catch {
    return null;
  }
}

export function drop(account, key) {
  try {
    localStorage.removeItem(nameOf(account, key));
  } catch {
    // nothing was kept either
  }
}

// What is too old goes, whoever wrote it; so does everything of who has signed out.
export function sweep() {
  const left = document.cookie.match(new RegExp(`(?:^|; )${COOKIE}=([^;]+)`))?.[1];
  try {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      if (name.startsWith(nameOf(left, "")) || !isFresh(read(name))) localStorage.removeItem(name);
    }
    if (left) {
      localStorage.setItem(LEFT, left);
      localStorage.removeItem(LEFT);
    }
  } catch {
    return; // no store in this browser: nothing is kept there
  }
  if (left) document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
}

// A page left open in another tab must not write a draft after its owner has signed out.
export function whenLeft(account, act) {
  window.addEventListener("storage", ({ key, newValue }) => key === LEFT && newValue === account && act());
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

const isFresh = (draft) => Boolean(draft) && Date.now() - draft.at < LASTS;
