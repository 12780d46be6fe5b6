import { z } from 'zod';

/** What a function's code threw, as the SDK serialises it. */
const errorShape = z.looseObject({
  name: z.string().optional(),
  message: z.string().optional(),
  stack: z.string().optional(),
});
export type RunError = z.infer<typeof errorShape>;

const opcodeShape = z.looseObject({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.looseObject({ input: z.unknown().optional(), parallelMode: z.unknown().optional() }).nullish(),
  data: z.unknown().optional(),
  error: errorShape.nullish(),
});
export type Opcode = z.infer<typeof opcodeShape>;

/** What a call request came to. `requestVersion` is null where it wasn't the SDK that answered. */
export type Answer = { requestVersion: number | null } & (
  | { kind: 'returned'; output: unknown }
  | { kind: 'progress'; opcodes: Opcode[]; mayRetry: boolean; retryAfterMs: number | null }
  | { kind: 'threw'; error: RunError; mayRetry: boolean; retryAfterMs: number | null }
);

/** Reads the SDK's reply. Whatever isn't one (a proxy's page, a crash) is a failed try. */
export function readAnswer(status: number, headers: Headers, body: string, nowMs: number): Answer {
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), nowMs);
  const mayRetry = headers.get('x-inngest-no-retry') !== 'true';
  if (!headers.has('x-inngest-sdk')) {
    const message = `answered ${status}, and not by Inngest's SDK: ${body.slice(0, 200)}`;
    return {
      kind: 'threw',
      requestVersion: null,
      mayRetry: true,
      retryAfterMs,
      error: { name: 'AnswerError', message },
    };
  }
  const requestVersion = Number(headers.get('x-inngest-req-version')) || 2;
  const json = parseJson(body);
  if (status === 200) return { kind: 'returned', requestVersion, output: json.ok ? json.value : body };
  if (status === 206) {
    const opcodes = z.array(opcodeShape).safeParse(json.value);
    if (opcodes.success) return { kind: 'progress', requestVersion, opcodes: opcodes.data, mayRetry, retryAfterMs };
    const error = {
      name: 'AnswerError',
      message: `answered 206 with something else than opcodes: ${body.slice(0, 200)}`,
    };
    return { kind: 'threw', requestVersion, mayRetry: false, retryAfterMs, error };
  }
  return { kind: 'threw', requestVersion, mayRetry, retryAfterMs, error: readError(status, json.value, body) };
}

function readError(status: number, value: unknown, body: string): RunError {
  const thrown = errorShape.safeParse(value);
  if (thrown.success && thrown.data.message !== undefined) return thrown.data;
  const told = z.object({ error: z.string() }).safeParse(value);
  return { name: 'AnswerError', message: told.data?.error ?? `answered ${status}: ${body.slice(0, 200)}` };
}

function parseJson(text: string): { ok: boolean; value: unknown } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, value: undefined };
  }
}

const shortestMs = 1000;
const longestMs = 24 * 3600 * 1000;

/** `Retry-After`: whole seconds or a date, clipped to 1 s … 24 h; null where there is none that can be read. */
function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, shortestMs), longestMs);
}
