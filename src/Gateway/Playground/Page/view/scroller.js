const NEAR_PX = 48;

/** Runs a change inside a scrolling box and keeps its end in sight, unless the reader scrolled away from it. */
export function keepEnd(box, change) {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
  change();
  if (atEnd) {
    box.scrollTop = box.scrollHeight;
  }
}
