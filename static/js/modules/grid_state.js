// What is known of each line of the marks grid: what the portal has, what was sent and never answered,
// what it refused, what waits for somebody. No page, no clock, no network here: the modules around write
// what this says, and the same gestures always give the same state.
//
// A line is named by its key; ``contentOf(key)`` says what the page holds of it now. A line of ``lines``:
// its ``key``, what the portal has of it (``kept``, "" for one it has not), what it has just refused
// (``refused``), whether a file proposes it (``isProposed``), whether a family may have read it, so that
// it changes only with a reason (``needsReason``).
export function gridState(lines, contentOf) {
  const all = new Map(
    lines.map(({ key, kept, refused, isProposed = false, needsReason = false }) => [
      key,
      { kept, refused, isProposed, needsReason, tried: undefined, cells: {}, isTwofold: false },
    ]),
  );
  const keys = [...all.keys()];
  let sent = null; // what is under way: the content of each line, by its key
  let failures = 0;
  let watched = []; // what waits for the portal's answer about some lines before it is lists

  // Also where what was sent was never answered: the portal may hold it, whatever is written here now.
  const isChanged = (key) => contentOf(key) !== all.get(key).kept || all.get(key).tried !== undefined;
  const changed = () => keys.filter(isChanged);
  // Somebody must act first: give a reason, agree with a file, choose between two windows.
  const isHeld = (key) => {
    const { isProposed, needsReason, isTwofold } = all.get(key);
    return isProposed || needsReason || isTwofold;
  };
  const isRefused = (key) => all.get(key).refused === contentOf(key);
  const isStuck = (key) => all.get(key).isTwofold || isRefused(key);
  const due = (except = () => false) =>
    changed().filter((key) => !isHeld(key) && !isRefused(key) && !except(key));

  function adopt(key, content, cells = {}) {
    Object.assign(all.get(key), { kept: content, cells, refused: undefined, isTwofold: false });
  }

  // Lines leave: none other does until they have come back.
  function send(some) {
    sent = new Map(some.map((key) => [key, contentOf(key)]));
  }

  // What became of a line that was sent: «kept», «twofold» (somebody else wrote it meanwhile),
  // «reason», or «refused». ``theirs``: what is there instead, as the page would hold it. An answer lost
  // on the way is known by its content: it was ours.
  function answered(key, answer, theirs) {
    const line = all.get(key);
    const { tried } = line;
    line.tried = undefined;
    if (theirs !== undefined) {
      if (tried !== undefined && tried === theirs) {
        adopt(key, tried, answer.cells);
        return "kept";
      }
      line.isTwofold = true;
      return "twofold";
    }
    if (answer.needsReason) {
      line.needsReason = true;
      return "reason";
    }
    if (Object.keys(answer.errors).length) {
      line.refused = sent.get(key);
      return "refused";
    }
    adopt(key, sent.get(key), answer.cells);
    return "kept";
  }

  // They have come back, whatever became of each.
  function back() {
    sent = null;
    failures = 0;
  }

  // They have not: the portal may hold them all the same.
  function lost() {
    sent?.forEach((content, key) => (all.get(key).tried = content));
    sent = null;
    failures += 1;
  }

  // The cells that the portal writes otherwise than they were typed («N», and «nn» is kept): by rank.
  // Never over what was typed since; ``kinds``: what each cell is; ``isFree``: not under the caret.
  function rewritten(key, kinds, isFree) {
    const { kept, cells } = all.get(key);
    if (!kept) return [];
    const here = JSON.parse(contentOf(key));
    const values = JSON.parse(kept);
    return kinds
      .map((kind, rank) => ({ rank, written: cells[kind] }))
      .filter(({ rank, written }) => written !== undefined && isFree(rank) && here[rank] === values[rank]);
  }

  // ``value``: as the page holds it, once written.
  function wrote(key, rank, value) {
    const line = all.get(key);
    const values = JSON.parse(line.kept);
    values[rank] = value;
    line.kept = JSON.stringify(values);
  }

  // What the page says of the whole: «proposed», «saving», «both», «reason», «waiting» or «saved», with
  // the lines that need a reason and those that wait.
  function summary() {
    const left = changed();
    const reason = left.filter((key) => all.get(key).needsReason);
    const waiting = left.filter(isStuck);
    const lists = { reason, waiting };
    if (keys.some((key) => all.get(key).isProposed)) return { say: "proposed", ...lists };
    if (left.some((key) => !isHeld(key) && !isStuck(key))) return { say: "saving", ...lists };
    if (reason.length && waiting.length) return { say: "both", ...lists };
    if (reason.length) return { say: "reason", ...lists };
    return { say: waiting.length ? "waiting" : "saved", ...lists };
  }

  // Told once the lines are saved, or refused for good: never before the portal has answered. What is
  // saved is given the lines that are left.
  function settle() {
    watched = watched.filter(({ some, saved }) => {
      const left = some.filter(isChanged);
      if (left.some((key) => !isHeld(key) && !isStuck(key))) return true;
      saved(left);
      return false;
    });
  }

  return {
    adopt,
    answered,
    back,
    changed,
    due,
    isChanged,
    lost,
    rewritten,
    send,
    settle,
    summary,
    wrote,
    propose: (key, isProposed = true) => (all.get(key).isProposed = isProposed),
    unanswered: (key) => (all.get(key).tried = contentOf(key)),
    unsaved: () => changed().filter((key) => !all.get(key).isProposed),
    watch: (some, saved) => watched.push({ some, saved }),
    get isBusy() {
      return sent !== null;
    },
    get failures() {
      return failures;
    },
  };
}
