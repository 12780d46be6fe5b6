import type { Catalog } from '../catalog/define-catalog.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkMeter, checkName, checkTime } from './request.ts';
import type { HistoryRequest } from './verbs.ts';

/** A bucket's least length, milliseconds. */
const grainMs = { hour: 3_600_000, day: 23 * 3_600_000, month: 28 * 86_400_000 } as const;
export const mostBuckets = 10_000;

/**
 * The range of a history that can be asked for, ISO 8601.
 * @throws InvalidRequestError for a meter that is none or a rate, a grain or split that is none, a range that is empty or has
 * more than 10,000 buckets.
 */
export function checkHistory<C extends Catalog>(
  catalog: C,
  { tenant, meter, grain, by, ...range }: HistoryRequest<C>,
): { from: string; to: string } {
  checkName('tenant', tenant);
  checkCounted(catalog, meter);
  if (!Object.hasOwn(grainMs, grain)) {
    throw new InvalidRequestError('grain', `'${grain}' is none`, `Pass ${Object.keys(grainMs).join(', ')}.`);
  }
  if (by !== undefined && by !== 'feature' && by !== 'actor') {
    throw new InvalidRequestError('by', `nothing is split by '${String(by)}'`, "Pass 'feature', 'actor', or nothing.");
  }
  const { from, to } = checkRange(range);
  if ((Date.parse(to) - Date.parse(from)) / grainMs[grain] > mostBuckets) {
    throw new InvalidRequestError(
      'from',
      `more than ${mostBuckets} buckets`,
      'Ask for a shorter range, or larger buckets.',
    );
  }
  return { from, to };
}

/** @throws InvalidRequestError where a history that is split has more than 10,000 lines. */
export function checkLines(lines: number): void {
  if (lines <= mostBuckets) return;
  throw new InvalidRequestError('by', `more than ${mostBuckets} lines`, 'Ask for a shorter range.');
}

/** @throws InvalidRequestError for a meter that the catalog doesn't know, or a rate, which leaves no ledger. */
export function checkCounted(catalog: Catalog, meter: string): void {
  checkMeter(catalog, meter);
  if (catalog.meters[meter]?.kind !== 'rate') return;
  throw new InvalidRequestError(`meters.${meter}`, 'a rate leaves no ledger', 'Name an allowance or a level.');
}

/** Half-open, ISO 8601. @throws InvalidRequestError where one is no time, or the range is empty. */
export function checkRange(range: { from: string | Date; to: string | Date }): { from: string; to: string } {
  const from = checkTime('from', range.from);
  const to = checkTime('to', range.to);
  if (from < to) return { from, to };
  throw new InvalidRequestError('to', 'it is not after from', 'Pass a later time.');
}
