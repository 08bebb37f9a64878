// @ts-check
/** What is asked of a run faster than it is answered: nothing is lost, and steps add up. */

/** @typedef {{command: string, steps?: number}} Command */

const MOST_STEPS = 100; // MOST_STEPS in cnnviz/ui/chapters/train.py

/** @param {Command[]} waiting in order @param {Command} next @returns {Command[]} */
export function queued(waiting, next) {
  const last = waiting[waiting.length - 1];
  if (last?.command !== next.command) return [...waiting, next];
  if (next.steps === undefined) return waiting; // a button pressed twice
  return [...waiting.slice(0, -1), { ...last, steps: Math.min(MOST_STEPS, (last.steps ?? 0) + next.steps) }];
}
