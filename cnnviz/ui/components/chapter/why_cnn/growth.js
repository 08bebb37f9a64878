// @ts-check
/** What a dense layer and a convolution take as the picture grows: numbers counted, measured, or computed from these. */

/**
 * @typedef {{dense: number[], convolution: number[], denseConnections: number[], convolutionConnections: number[]}} Counts
 * @typedef {{maps: number, sides: number[], limit: number, grey: Counts, colour: Counts}} Growth
 * @typedef {{kind: "dense" | "convolution", side: number, milliseconds: number, bytes: number}} Cost  measured
 * @typedef {{side: number, value: number, measured: boolean}} Point
 */

/**
 * One quantity of one kind of layer at each side. Time is measured, or, once something was, taken from the
 * multiplications at the speed of the largest layer measured; without one there is none.
 *
 * @param {Growth} growth @param {"dense" | "convolution"} kind @param {string} quantity @param {boolean} colour
 * @param {Cost[]} costs measured with these colours @returns {Point[]}
 */
export function points({ maps, sides, grey, colour: coloured }, kind, quantity, colour, costs) {
  const counts = colour ? coloured : grey;
  const connections = kind === "dense" ? counts.denseConnections : counts.convolutionConnections;
  const mine = costs.filter((cost) => cost.kind === kind);
  if (quantity === "parameters") return sides.map((side, place) => ({ side, value: counts[kind][place], measured: false }));
  if (quantity === "connections") return sides.map((side, place) => ({ side, value: connections[place], measured: false }));
  const largest = mine.reduce((most, cost) => Math.max(most, cost.side), 0);
  const last = mine.find((cost) => cost.side === largest);
  return sides.flatMap((side, place) => {
    const found = mine.find((cost) => cost.side === side);
    if (quantity === "bytes") return [{ side, value: found ? found.bytes : 4 * (counts[kind][place] + maps * side * side), measured: Boolean(found) }];
    if (found) return [{ side, value: found.milliseconds, measured: true }];
    if (!last) return [];
    return [{ side, value: (last.milliseconds * connections[place]) / connections[sides.indexOf(largest)], measured: false }];
  });
}

/** Powers of ten that hold all values. @param {number[]} values @returns {[number, number]} the exponents */
export function decades(values) {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  if (!logs.length) return [0, 1];
  const low = Math.floor(Math.min(...logs));
  return [low, Math.max(low + 1, Math.ceil(Math.max(...logs)))];
}

const NARROW_SPACE = "\u202f";

/** A number with three digits and a thousand's name: 4923520 -> "4.92 million". @param {number} value */
export function large(value) {
  const names = ["", " thousand", " million", " billion", " trillion"];
  if (value < 10_000) return value.toLocaleString("en");
  const step = Math.min(names.length - 1, Math.floor(Math.log10(value) / 3));
  return `${Number((value / 1000 ** step).toPrecision(3))}${names[step]}`;
}

/** @param {number} bytes */
export function memory(bytes) {
  const names = ["bytes", "kB", "MB", "GB", "TB"];
  const step = bytes < 1000 ? 0 : Math.min(names.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${Number((bytes / 1000 ** step).toPrecision(3))}${NARROW_SPACE}${names[step]}`;
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds >= 3_600_000) return `${Number((milliseconds / 3_600_000).toPrecision(2))}${NARROW_SPACE}h`;
  if (milliseconds >= 60_000) return `${Number((milliseconds / 60_000).toPrecision(2))}${NARROW_SPACE}min`;
  if (milliseconds >= 1000) return `${Number((milliseconds / 1000).toPrecision(2))}${NARROW_SPACE}s`;
  return `${Number(milliseconds.toPrecision(2))}${NARROW_SPACE}ms`;
}

/** @param {string} quantity @param {number} value */
export const told = (quantity, value) => (quantity === "bytes" ? memory(value) : quantity === "milliseconds" ? duration(value) : large(value));
