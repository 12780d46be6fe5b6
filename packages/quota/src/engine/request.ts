import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Catalog } from '../catalog/define-catalog.ts';
import { InvalidRequestError } from './quota-error.ts';

const maxTextLength = 200;
/** A request with more lines than this is a mistake, and would lock as many balances. */
const mostLines = 64;
/** Postgres stores neither a zero byte nor half of a surrogate pair: two such tenants would be one. */
const text = z
  .string()
  .max(maxTextLength)
  .refine((value) => !value.includes('\u0000') && value.isWellFormed());
const named = text.min(1);
const remedies: Record<string, string> = {
  tenant: `Pass the tenant's id from the session, 1 to ${maxTextLength} characters.`,
  key: `Pass a key of 1 to ${maxTextLength} characters, or none.`,
  event: `Pass the event's own id, 1 to ${maxTextLength} characters.`,
  scope: `Pass at most ${maxTextLength} characters.`,
  actor: `Pass at most ${maxTextLength} characters.`,
  feature: `Pass at most ${maxTextLength} characters.`,
};
const parts = z.object({
  tenant: named,
  key: named.optional(),
  event: named.optional(),
  scope: text.optional(),
  actor: text.optional(),
  feature: text.optional(),
});

/** What a request that names amounts by meter has in common, whichever verb it is for. */
export type AmountsRequest = z.infer<typeof parts> & {
  meters: { [M in string]?: number | undefined };
  partial?: boolean | undefined;
};

/** The meter and amount of each line. @throws InvalidRequestError naming the field and the remedy. */
export function checkRequest(
  catalog: Catalog,
  request: AmountsRequest,
  { countedOnly = false, from = 1 } = {},
): [meter: string, amount: number][] {
  const parsed = parts.safeParse(request);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'request');
    throw new InvalidRequestError(field, 'not a text that can be stored', remedies[field] ?? 'See the request type.');
  }
  const lines = Object.entries(request.meters).filter((line): line is [string, number] => line[1] !== undefined);
  if (lines.length === 0) throw new InvalidRequestError('meters', 'nothing is asked for', 'Name at least one meter.');
  if (lines.length > mostLines) {
    throw new InvalidRequestError('meters', `${lines.length} lines are too many`, `Name at most ${mostLines} meters.`);
  }
  if (request.partial && lines.length > 1) {
    throw new InvalidRequestError('partial', 'what is left is taken of one meter', 'Name one, or leave it out.');
  }
  for (const [meter, amount] of lines) {
    checkLine(catalog, meter, amount, from);
    if (countedOnly && catalog.meters[meter]?.kind === 'rate') {
      throw new InvalidRequestError(`meters.${meter}`, 'a rate is not counted', 'Name an allowance or a level.');
    }
  }
  return lines;
}

/** @throws InvalidRequestError for an unknown meter, or an amount that isn't a whole number from 1 (or from `from`). */
export function checkLine(catalog: Catalog, meter: string, amount: unknown, from = 1): asserts amount is number {
  checkMeter(catalog, meter);
  checkAmount(`meters.${meter}`, amount, from);
}

/** @throws InvalidRequestError for an amount that isn't a whole number from 1 (or from `from`). */
export function checkAmount(field: string, amount: unknown, from = 1): asserts amount is number {
  if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= from) return;
  throw new InvalidRequestError(
    field,
    `${String(amount)} is not an amount`,
    `Pass a whole number from ${from} to 9007199254740991.`,
  );
}

/** @throws InvalidRequestError for a meter that the catalog doesn't know. */
export function checkMeter(catalog: Catalog, meter: string): void {
  if (Object.hasOwn(catalog.meters, meter)) return;
  const known = Object.keys(catalog.meters).join(', ');
  throw new InvalidRequestError(`meters.${meter}`, 'there is no such meter', `The catalog has ${known}.`);
}

/** @throws InvalidRequestError where a text that names something is empty, too long, or holds a zero byte or half a character. */
export function checkName(field: string, value: unknown): asserts value is string {
  if (named.safeParse(value).success) return;
  throw new InvalidRequestError(field, 'not a text that can be stored', `Pass 1 to ${maxTextLength} characters.`);
}

/** @throws InvalidRequestError where a text that may be empty is too long, or holds a zero byte or half a character. */
export function checkText(field: string, value: unknown): asserts value is string {
  if (text.safeParse(value).success) return;
  throw new InvalidRequestError(field, 'not a text that can be stored', `Pass at most ${maxTextLength} characters.`);
}

/** @throws InvalidRequestError where an id isn't a UUID: nothing has such an id. */
export function checkId(field: string, value: unknown): asserts value is string {
  if (z.guid().safeParse(value).success) return;
  throw new InvalidRequestError(
    field,
    `the tenant has no ${field} '${String(value)}'`,
    `Pass the id of a ${field} of this tenant.`,
  );
}

/** A moment, ISO 8601. @throws InvalidRequestError where it is none. */
export function checkTime(field: string, value: string | Date): string {
  const time = new Date(value);
  if (Number.isNaN(time.getTime())) {
    throw new InvalidRequestError(field, `'${String(value)}' is not a time`, 'Pass an ISO 8601 time or a date.');
  }
  return time.toISOString();
}

type Hashed = { tenant: string; key?: string | undefined; scope?: string | undefined; partial?: boolean | undefined };

/**
 * The key's and the request's hashes as they stand on a ledger entry: 16 bytes each, in the form of a UUID.
 * @param verb a key of a hold stands for another request than the same one of a charge.
 */
export function hashesOf(request: Hashed, lines: [string, number][], verb: 'consume' | 'hold' | 'record') {
  if (request.key === undefined) return { key: null, requestHash: null };
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  const asked = verb === 'consume' && !request.partial ? sorted : [verb, request.partial ?? false, sorted];
  return { key: hashOf([request.tenant, request.scope ?? '', request.key]), requestHash: hashOf(asked) };
}

export function hashOf(value: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
