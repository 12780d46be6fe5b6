import { Cron } from 'croner';
import { ulid } from 'ulidx';
import type { ExecutorContext } from '../executor-context.ts';
import type { ExecutorEvent } from './event.ts';
import { startRun } from './start-runs.ts';

/**
 * Starts a run for each cron trigger with a tick in `(after, until]`: one, of the latest tick, where several were
 * missed (a laptop that slept). A function's tick starts one run however often and by whomever this is called.
 */
async function startTicks(context: ExecutorContext, after: Date, until: Date): Promise<void> {
  for (const config of context.registry.accepted()) {
    for (const trigger of config.triggers) {
      if (trigger.kind !== 'cron') continue;
      const tick = latestTick(trigger.pattern, trigger.zone, after, until);
      if (tick === null) continue;
      const scheduledAt = tick.toISOString().replace('.000Z', 'Z');
      const event: ExecutorEvent = {
        name: 'inngest/scheduled.timer',
        id: scheduledAt,
        ts: tick.getTime(),
        data: { cron: trigger.cron, scheduledAt, fireAt: scheduledAt },
        user: {},
      };
      await context.sql.begin(async (tx) => {
        if (!(await startRun(tx, config, event, `cron ${scheduledAt}`))) return;
        await tx`insert into executor.event (id, body, all_known) values (${ulid()}, ${JSON.stringify(event)}::text::json, true)`;
      });
      context.wakeQueue();
    }
  }
}

/** Exported for its test. */
export function latestTick(pattern: string, zone: string, after: Date, until: Date): Date | null {
  const cron = new Cron(pattern, { mode: '5-part', timezone: zone, paused: true });
  let latest: Date | null = null;
  for (let next = cron.nextRun(after); next !== null && next <= until; next = cron.nextRun(next)) latest = next;
  return latest;
}

/** Looks for due ticks every `everyMs`, from now on: ticks of the time before the start are past. */
export function runCron(context: ExecutorContext, everyMs = 250): { stop(): Promise<void> } {
  let after = context.now();
  let timer: NodeJS.Timeout;
  let stopped = false;
  let looking = Promise.resolve();

  async function look(): Promise<void> {
    const until = context.now();
    try {
      await startTicks(context, after, until);
      after = until;
    } catch (error) {
      // The window stays open, so the ticks are found again once Postgres answers.
      context.log(`executor: cron: ${error instanceof Error ? error.message : error}`);
    }
    schedule();
  }
  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = look();
    }, everyMs);
  }

  schedule();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
