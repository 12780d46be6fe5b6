import { createHash, randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import type { EmailRequest } from '../email-request.ts';

/** How long Resend knows a key. */
const KEY_LIFE_MS = 24 * 60 * 60 * 1000;

export type Acceptance =
  | { outcome: 'accepted'; ids: string[] }
  | { outcome: 'replayed'; ids: string[] }
  | { outcome: 'key_reused' };

/**
 * Stores mails under one idempotency key, in one transaction.
 * A key that was accepted within 24 hours stores nothing: with the same body it answers the same ids.
 *
 * @param key undefined: each request is a mail of its own.
 */
export async function acceptMails(
  sql: Sql,
  { key, path, requests, at }: { key: string | undefined; path: string; requests: EmailRequest[]; at: Date },
): Promise<Acceptance> {
  return sql.begin(async (tx): Promise<Acceptance> => {
    const ids = requests.map(() => randomUUID());
    if (key !== undefined) {
      const hash = createHash('sha256')
        .update(path + JSON.stringify(requests))
        .digest('hex');
      const forgottenBefore = new Date(at.getTime() - KEY_LIFE_MS);
      await tx`delete from mailbox.accepted_key where key = ${key} and at <= ${forgottenBefore}`;
      const [fresh] = await tx`insert into mailbox.accepted_key (key, at, body_hash, ids)
        values (${key}, ${at}, ${hash}, ${ids}) on conflict do nothing returning key`;
      if (!fresh) {
        const [former] = await tx<{ body_hash: string; ids: string[] }[]>`
          select body_hash, ids from mailbox.accepted_key where key = ${key}`;
        return former?.body_hash === hash ? { outcome: 'replayed', ids: former.ids } : { outcome: 'key_reused' };
      }
    }
    for (const [index, request] of requests.entries()) {
      await tx`insert into mailbox.mail (id, at, key, request)
        values (${ids[index]!}, ${at}, ${key ?? null}, ${tx.json(JSON.parse(JSON.stringify(request)))})`;
    }
    return { outcome: 'accepted', ids };
  });
}
