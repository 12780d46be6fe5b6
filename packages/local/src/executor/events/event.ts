import { z } from 'zod';

/** An event as functions receive it. */
export interface ExecutorEvent {
  readonly name: string;
  readonly data: Record<string, unknown>;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly ts: number;
  readonly user?: unknown;
  readonly v?: string;
}

const earliestMs = Date.UTC(1980, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

const incomingShape = z.object({
  name: z
    .string({ error: 'event name is empty' })
    .min(1, 'event name is empty')
    .max(512, 'event name is longer than 512')
    .refine((name) => !/^inngest\//i.test(name), 'event name is reserved for internal use'),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().nullish(),
  ts: z
    .number()
    .int()
    .refine((ts) => ts === 0 || (ts >= earliestMs && ts <= latestMs), 'event ts is not between 1980 and 2100')
    .nullish(),
  user: z.unknown().optional(),
  v: z.string().nullish(),
});

const bodyShape = z.union([z.array(z.unknown()).max(5000), z.record(z.string(), z.unknown())], {
  error: 'the body must be an event or an array of at most 5000',
});

export type IncomingEvent = z.infer<typeof incomingShape>;

/** Reads the body of `POST /e/:key`: one event or an array. All are good or none is taken. */
export function readEvents(
  body: unknown,
): { kind: 'events'; events: IncomingEvent[] } | { kind: 'wrong'; problem: string } {
  const outer = bodyShape.safeParse(body);
  if (!outer.success) return wrong(outer.error);
  const inner = z.array(incomingShape).safeParse(Array.isArray(outer.data) ? outer.data : [outer.data]);
  return inner.success ? { kind: 'events', events: inner.data } : wrong(inner.error);
}

function wrong(error: z.ZodError): { kind: 'wrong'; problem: string } {
  return { kind: 'wrong', problem: error.issues[0]?.message ?? 'the body is wrong' };
}

/** Gives an incoming event what it lacks. `internalId` is the ULID it is stored under, its id where it has none. */
export function completeEvent(incoming: IncomingEvent, internalId: string, nowMs: number): ExecutorEvent {
  const { _inngest: _, ...data } = incoming.data ?? {};
  return {
    name: incoming.name,
    data,
    id: incoming.id || internalId,
    ts: incoming.ts || nowMs,
    user: incoming.user ?? {},
    ...(incoming.v ? { v: incoming.v } : {}),
  };
}
