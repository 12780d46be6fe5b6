import { Cron } from 'croner';
import { z } from 'zod';
import { compileExpression } from './expression.ts';

export type Trigger =
  | { kind: 'event'; event: string; expression: string | null }
  | { kind: 'cron'; cron: string; zone: string; pattern: string };

/** What the executor needs of a registered function. */
export interface FunctionConfig {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Tries in all: retries + 1. */
  readonly maxAttempts: number;
  readonly triggers: readonly Trigger[];
}

export type ReadFunctionConfig =
  | { kind: 'accepted'; config: FunctionConfig }
  | { kind: 'refused'; id: string; name: string; problem: string };

/** Inngest's own number where a function says nothing. */
const defaultRetries = 4;

const functionShape = z.looseObject({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(z.record(z.string(), z.unknown())),
  steps: z.object({
    step: z.looseObject({
      runtime: z.looseObject({ url: z.url() }),
      retries: z.object({ attempts: z.number().int().min(0).max(20) }).optional(),
    }),
  }),
});

/**
 * Reads one function as the SDK registers it. A function that asks for something the executor doesn't do is refused
 * with the option's name: running it while ignoring, say, its concurrency limit would be a silent lie.
 */
export function readFunctionConfig(raw: unknown): ReadFunctionConfig {
  const parsed = functionShape.safeParse(raw);
  const id = z.object({ id: z.string() }).safeParse(raw).data?.id ?? '(without id)';
  const name = parsed.data?.name ?? id;
  const refuse = (problem: string): ReadFunctionConfig => ({
    kind: 'refused',
    id,
    name,
    problem: `function ${id}: ${problem}`,
  });
  if (!parsed.success) return refuse(z.prettifyError(parsed.error));
  const { triggers, steps } = parsed.data;
  const unknown = [
    ...unknownKeys(parsed.data, ['id', 'name', 'triggers', 'steps']),
    ...unknownKeys(steps.step, ['id', 'name', 'runtime', 'retries']),
  ];
  if (unknown.length > 0) return refuse(unsupported(unknown));
  const read: Trigger[] = [];
  for (const trigger of triggers) {
    const result = readTrigger(trigger);
    if ('problem' in result) return refuse(result.problem);
    read.push(result);
  }
  const maxAttempts = (steps.step.retries?.attempts ?? defaultRetries) + 1;
  return { kind: 'accepted', config: { id, name, url: steps.step.runtime.url, maxAttempts, triggers: read } };
}

function unknownKeys(object: object, known: string[]): string[] {
  return Object.keys(object).filter((key) => !known.includes(key));
}

function unsupported(keys: string[]): string {
  return `the local executor doesn't support the option${keys.length > 1 ? 's' : ''} ${keys.join(', ')}`;
}

function readTrigger(raw: Record<string, unknown>): Trigger | { problem: string } {
  const unknown = unknownKeys(raw, ['event', 'expression', 'cron']);
  if (unknown.length > 0) return { problem: unsupported(unknown) };
  const { event, expression, cron } = raw;
  if (typeof cron === 'string') return readCron(cron);
  if (typeof event !== 'string') return { problem: 'a trigger has neither an event nor a cron' };
  if (typeof expression !== 'string') return { kind: 'event', event, expression: null };
  const compiled = compileExpression(expression);
  if (compiled.kind === 'broken') return { problem: `the expression "${expression}" is wrong: ${compiled.problem}` };
  return { kind: 'event', event, expression };
}

function readCron(cron: string): Trigger | { problem: string } {
  const [, zone = 'UTC', pattern = ''] = /^(?:TZ=(\S+)\s+)?(.*)$/.exec(cron.trim()) ?? [];
  try {
    // Five fields as in Inngest; with croner's sixth, a function that works here would be refused in production.
    new Cron(pattern, { mode: '5-part', timezone: zone, paused: true }).nextRun();
    return { kind: 'cron', cron, zone, pattern };
  } catch (error) {
    return { problem: `the cron "${cron}" is wrong: ${error instanceof Error ? error.message : error}` };
  }
}
