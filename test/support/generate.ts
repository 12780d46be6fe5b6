import type { AppClient } from '../../apps/web/server/testing.ts';

/** Generates a text to its end. @returns how many generations are left. @throws what the call or its stream throws. */
export async function generate(client: AppClient, idempotencyKey?: string): Promise<number | null> {
  const context = idempotencyKey === undefined ? {} : { idempotencyKey };
  const stream = await client.ai.generate.mutate({ prompt: 'The line on the hull' }, { context });
  let remaining: number | null | undefined;
  for await (const part of stream) if (part.type === 'done') remaining = part.remaining;
  if (remaining === undefined) throw new Error('The text broke off without an error.');
  return remaining;
}
