/**
 * An amount as a share of the line in percent, rounded down; may pass 100. By whole numbers, as 29 / 100 × 100 is less than
 * 29 in floating point.
 * @param amount whole units from 0, a safe integer.
 * @param line whole units from 1, a safe integer.
 */
export function percentOf(amount: number, line: number): number {
  const hundredfold = amount * 100;
  if (Number.isSafeInteger(hundredfold)) return Math.floor(hundredfold / line);
  return Number((BigInt(amount) * 100n) / BigInt(line));
}
