import { z } from 'zod';

const amount = z.number().int().min(0);

const currency = z.string().length(3);

/** What follows the line. */
const beyond = z.discriminatedUnion('type', [
  /** Each one more at a price, in minor units of the currency. */
  z.object({ type: z.literal('overage'), priceCents: amount, currency }),
  /** More for some days from the crossing on; `until` once it runs. */
  z.object({ type: z.literal('grace'), days: amount.min(1), until: z.iso.datetime().nullable() }),
  /** The limit only warns. */
  z.object({ type: z.literal('soft') }),
  /** The organisation's pool goes on. */
  z.object({ type: z.literal('pool') }),
]);

/** All that an email about a crossing says: plain JSON, so that it can wait in a queue. */
export const noticeEmailSchema = z.object({
  /** `exhausted`: the line is reached. What overage or grace still allows is `ceiling − used`. */
  kind: z.enum(['threshold', 'exhausted']),
  /** The organisation's name, as its customer reads it. */
  tenantName: z.string().min(1),
  /** In the plural, as in a list: "AI generations". */
  meterLabel: z.string().min(1),
  meterKind: z.enum(['allowance', 'level']),
  /** Used at the crossing. */
  used: amount,
  /** Limit + grants, at least 1. */
  line: amount.min(1),
  /** Line + overage or grace; null: never refused. */
  ceiling: amount.nullable(),
  /** Null where the line is the end. */
  beyond: beyond.nullable(),
  /** Share of the line that is used, 0 or more, in percent. */
  percent: z.number().min(0),
  level: z.enum(['warning', 'critical', 'reached']),
  /** IANA time zone of the tenant, in which all times are written. */
  zone: z.string().refine(isZone, 'not an IANA time zone'),
  /** When it was crossed. */
  at: z.iso.datetime(),
  /** When the allowance is refilled. Null where it isn't: levels. */
  resetsAt: z.iso.datetime().nullable(),
  /** The catalog's thresholds, shares of the line in percent. */
  marks: z.array(z.number().min(0)),
  planName: z.string().min(1),
  /** The next threshold that sends an email. */
  nextThresholdPercent: z.number().nullable(),
  /** A plan that allows more. A null line: unlimited. */
  upgrade: z.object({ name: z.string().min(1), priceCents: amount, currency, line: amount.nullable() }).nullable(),
  /** Root of the app: `/settings/usage` and `/plans` are opened below it. */
  appUrl: z.url(),
  /** What the app calls itself; its host unless given. */
  appName: z.string().min(1).optional(),
});

export type NoticeEmail = z.infer<typeof noticeEmailSchema>;

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
