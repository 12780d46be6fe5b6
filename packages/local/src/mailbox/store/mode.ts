import type { Sql } from 'postgres';
import { z } from 'zod';

/** How the mailbox behaves: well, or as a provider in trouble. */
export const modeSchema = z.object({
  mode: z.enum(['well', 'slow', '429', '500']),
  /** slow: how long the answer is held back; 429: the time in `retry-after`, in whole seconds. At most ten minutes. */
  delayMs: z.number().int().min(0).max(600_000).default(5_000),
});

export type Mode = z.infer<typeof modeSchema>;

export async function readMode(sql: Sql): Promise<Mode> {
  const [row] = await sql`select mode, delay_ms as "delayMs" from mailbox.mode`;
  return row ? modeSchema.parse(row) : { mode: 'well', delayMs: 5_000 };
}

export async function writeMode(sql: Sql, { mode, delayMs }: Mode): Promise<void> {
  await sql`insert into mailbox.mode (mode, delay_ms) values (${mode}, ${delayMs})
    on conflict (only_one) do update set mode = excluded.mode, delay_ms = excluded.delay_ms`;
}
