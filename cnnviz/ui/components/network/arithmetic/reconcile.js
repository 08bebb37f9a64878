// @ts-check
/** Numbers printed so that they add up: what stands in a sum makes, digit by digit, the total that stands below it. */

const MINUS = "\u2212";
const NOT_A_NUMBER = "not a number";

/**
 * Parts and their total with equally many decimals; the printed parts add up to the printed total exactly.
 *
 * The total is rounded; the parts are rounded down, and those that lost most (the largest remainders) go up by one in
 * the last digit until they add up. So no part is off by more than one in its last digit, and a part that is 0 prints 0.
 *
 * @param {number[]} parts
 * @param {number} total      what they add up to
 * @param {number} [decimals] `decimalsFor` chooses if left out
 * @returns {{parts: string[], total: string}}
 */
export function printed(parts, total, decimals = decimalsFor(parts, total)) {
  if (![...parts, total].every(Number.isFinite)) {
    return { parts: parts.map((part) => rounded(part, decimals)), total: rounded(total, decimals) };
  }
  const { shares, sum } = shared(parts, unitsOf(total, decimals), decimals);
  return { parts: shares.map((units) => textOf(units, decimals)), total: textOf(sum, decimals) };
}

/**
 * A sum of sums, as a convolution is: groups of products, each with a sum of its own, and what is added beside them.
 * The printed products of a group add up to its printed sum, and the printed sums and the rest to the printed total.
 *
 * @param {number[][]} groups
 * @param {number[]} rest       numbers beside the groups: the bias
 * @param {number} total        of everything
 * @param {number} [decimals]
 * @returns {{groups: {parts: string[], sum: string}[], rest: string[], total: string}}
 */
export function printedGroups(groups, rest, total, decimals) {
  const sums = groups.map((group) => group.reduce((sum, part) => sum + part, 0));
  const places = decimals ?? decimalsFor([...sums, ...rest], total);
  if (![...sums, ...rest, total].every(Number.isFinite)) {
    return {
      groups: groups.map((group, index) => ({ ...printed(group, sums[index], places), sum: rounded(sums[index], places) })),
      rest: rest.map((part) => rounded(part, places)),
      total: rounded(total, places),
    };
  }
  const { shares, sum } = shared([...sums, ...rest], unitsOf(total, places), places);
  return {
    groups: groups.map((group, index) => ({
      parts: shared(group, shares[index], places).shares.map((units) => textOf(units, places)),
      sum: textOf(shares[index], places),
    })),
    rest: shares.slice(groups.length).map((units) => textOf(units, places)),
    total: textOf(sum, places),
  };
}

/**
 * How many decimals show a sum: three digits that count of the total, three decimals of parts below 100, but no more
 * than ten digits of any part. With `digits` 9, the full precision of float32.
 *
 * @param {number[]} parts @param {number} total @param {number} [digits]
 */
export function decimalsFor(parts, total, digits = 3) {
  const largest = parts.reduce((size, part) => Math.max(size, Math.abs(part)), Math.abs(total));
  if (!(largest > 0) || !Number.isFinite(largest)) return 3;
  const wanted = digits - 1 - exponentOf(total === 0 ? largest : total);
  const usual = Math.min(3, 4 - exponentOf(largest));
  const most = Math.max(digits, 9) - exponentOf(largest);
  return Math.min(Math.max(0, usual, Math.min(wanted, most)), 60);
}

/** @param {number} value not 0 @returns {number} 0 for 1 to 9.99, -1 for 0.1 to 0.999, 1 for 10 to 99.9 */
const exponentOf = (value) => Math.floor(Math.log10(Math.abs(value)));

/**
 * The shortest decimal that is this very float32 and no other, as short as NumPy prints it: 0.1, not 0.10000000149.
 * @param {number} value
 */
export function exactText(value) {
  const wanted = Math.fround(value);
  if (!Number.isFinite(wanted)) return NOT_A_NUMBER;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(wanted.toPrecision(digits));
    if (Math.fround(short) === wanted) return withMinus(String(short));
  }
  return withMinus(String(Number(wanted.toPrecision(9))));
}

/**
 * Shares of a sum: whole units that add up to it.
 * @param {number[]} parts @param {bigint} sum in units of the last decimal @param {number} decimals
 * @returns {{shares: bigint[], sum: bigint}}
 */
function shared(parts, sum, decimals) {
  const exact = parts.map((part) => part * 10 ** decimals);
  const shares = exact.map((units) => BigInt(Math.floor(units)));
  let missing = Number(sum - shares.reduce((one, other) => one + other, 0n));
  // Parts that make another total: what they make is printed, so that what is printed is true.
  if (parts.length > 0 && (missing < 0 || missing > parts.length)) {
    const whole = exact.reduce((one, other) => one + (other - Math.floor(other)), 0);
    sum += BigInt(Math.round(whole) - missing);
    missing = Math.round(whole);
  }
  const order = exact
    .map((units, index) => ({ index, lost: units - Math.floor(units) }))
    .sort((one, other) => other.lost - one.lost);
  for (const { index } of order.slice(0, missing)) shares[index] += 1n;
  return { shares, sum };
}

/** @param {number} value @param {number} decimals @returns {bigint} in units of the last decimal, rounded */
const unitsOf = (value, decimals) => BigInt(Math.round(value * 10 ** decimals));

/** @param {bigint} units @param {number} decimals */
function textOf(units, decimals) {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  const point = digits.length - decimals;
  return (units < 0n ? MINUS : "") + digits.slice(0, point) + (decimals > 0 ? `.${digits.slice(point)}` : "");
}

/** @param {number} value @param {number} decimals */
const rounded = (value, decimals) => (Number.isFinite(value) ? textOf(unitsOf(value, decimals), decimals) : NOT_A_NUMBER);

/** @param {string} text */
const withMinus = (text) => text.replace(/^-/, MINUS).replace("e-", `e${MINUS}`);
