/** Money in integer minor units of an ISO 4217 currency: `{ currency: 'USD', minor: 1900 }` is $19.00. */
export type Price = { readonly currency: string; readonly minor: number };

/**
 * A price in US dollars.
 * @param dollars 0 or more, with at most two decimals: `usd(19)`, `usd(0.15)`.
 * @throws RangeError where the amount is negative or has fractions of a cent.
 */
export function usd(dollars: number): Price {
  const minor = Math.round(dollars * 100);
  if (!Number.isSafeInteger(minor) || minor < 0 || Math.abs(minor / 100 - dollars) > 1e-9) {
    throw new RangeError(`usd(${dollars}): a price is 0 or more dollars, in whole cents.`);
  }
  return { currency: 'USD', minor };
}
