import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import { InvalidRequestError } from './quota-error.ts';

/** One call's use of one or more meters, granted all or none. */
export type ConsumeRequest<C extends Catalog = Catalog> = {
  /** Who has the limits: any string from the session, 1 … 200 characters. */
  tenant: string;
  /** What is asked of which meter: whole amounts from 1, up to `Number.MAX_SAFE_INTEGER`. */
  meters: { [M in MeterName<C>]?: number };
  /** The caller's idempotency key, 1 … 200 characters. The same key is charged once, for 30 days at least. */
  key?: string | undefined;
  /** What the key belongs to, such as a procedure's path; the same key in another scope is another key. */
  scope?: string | undefined;
  /** On whose behalf. */
  actor?: string | undefined;
  /** What the usage was for. */
  feature?: string | undefined;
};

const maxTextLength = 200;
/** Postgres stores neither a zero byte nor half of a surrogate pair: two such tenants would be one. */
const text = z
  .string()
  .max(maxTextLength)
  .refine((value) => !value.includes('\u0000') && value.isWellFormed());
const named = text.min(1);
const remedies: Record<string, string> = {
  tenant: `Pass the tenant's id from the session, 1 to ${maxTextLength} characters.`,
  key: `Pass a key of 1 to ${maxTextLength} characters, or none.`,
  scope: `Pass at most ${maxTextLength} characters.`,
  actor: `Pass at most ${maxTextLength} characters.`,
  feature: `Pass at most ${maxTextLength} characters.`,
};
const parts = z.object({
  tenant: named,
  key: named.optional(),
  scope: text.optional(),
  actor: text.optional(),
  feature: text.optional(),
});

/** @throws InvalidRequestError naming the field and the remedy. */
export function checkRequest(catalog: Catalog, request: ConsumeRequest): [meter: string, amount: number][] {
  const parsed = parts.safeParse(request);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'request');
    throw new InvalidRequestError(field, 'not a text that can be stored', remedies[field] ?? 'See the request type.');
  }
  const lines = Object.entries(request.meters).filter((line): line is [string, number] => line[1] !== undefined);
  if (lines.length === 0) throw new InvalidRequestError('meters', 'nothing is asked for', 'Name at least one meter.');
  for (const [meter, amount] of lines) checkLine(catalog, meter, amount);
  return lines;
}

/** @throws InvalidRequestError for an unknown meter, or an amount that isn't a whole number from 1. */
export function checkLine(catalog: Catalog, meter: string, amount: unknown): asserts amount is number {
  checkMeter(catalog, meter);
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1) {
    throw new InvalidRequestError(
      `meters.${meter}`,
      `${String(amount)} is not an amount`,
      'Pass a whole number from 1 to 9007199254740991.',
    );
  }
}

/** @throws InvalidRequestError for a meter that the catalog doesn't know. */
function checkMeter(catalog: Catalog, meter: string): void {
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

/** The key's and the request's hashes as they stand on a ledger entry: 16 bytes each, in the form of a UUID. */
export function hashesOf(request: ConsumeRequest, lines: [string, number][]) {
  if (request.key === undefined) return { key: null, requestHash: null };
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  return { key: hashOf([request.tenant, request.scope ?? '', request.key]), requestHash: hashOf(sorted) };
}

function hashOf(value: unknown): string {
  const hex = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
