import { z } from 'zod';

/** What a threshold notice tells: the numbers at the crossing. Written by SQL, parsed where it leaves the outbox. */
const thresholdFacts = z.object({
  meter: z.string(),
  level: z.enum(['warning', 'critical', 'reached']),
  /** The amount of `used` that was crossed. */
  amount: z.number(),
  used: z.number(),
  held: z.number(),
  line: z.number(),
  /** Null where nothing is refused: a soft limit. */
  ceiling: z.number().nullable(),
  /** When it was crossed. */
  at: z.iso.datetime({ offset: true }),
  /** Null for a level. */
  period: z.object({ start: z.iso.datetime({ offset: true }), end: z.iso.datetime({ offset: true }) }).nullable(),
});

/** Something that must be told to someone. */
export const noticeSchema = z.object({
  /** UUID. Also the id of the event that hands it on. */
  id: z.guid(),
  tenant: z.string(),
  kind: z.literal('threshold'),
  facts: thresholdFacts,
});

export type ThresholdFacts = z.infer<typeof thresholdFacts>;
export type Notice = z.infer<typeof noticeSchema>;
