import type { Sql } from 'postgres';
import type { EmailRequest } from '../email-request.ts';

/** An accepted mail: what was sent, and under which idempotency key. */
export type Mail = { id: string; at: Date; key: string | null; request: EmailRequest };

/**
 * Newest first.
 *
 * @param search part of an address or of the subject, in any case; empty for all.
 */
export async function readMails(sql: Sql, { search = '', limit }: { search?: string; limit: number }): Promise<Mail[]> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return sql<Mail[]>`select id, at, key, request from mailbox.mail
    where request->>'subject' ilike ${pattern} or request->>'to' ilike ${pattern} or request->>'from' ilike ${pattern}
    order by at desc, id limit ${limit}`;
}

export async function readMail(sql: Sql, id: string): Promise<Mail | undefined> {
  const [mail] = await sql<Mail[]>`select id, at, key, request from mailbox.mail where id::text = ${id}`;
  return mail;
}

export async function countMails(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from mailbox.mail`;
  return row?.count ?? 0;
}

/** Empties the mailbox: mails, keys and the log of requests. */
export async function deleteMails(sql: Sql): Promise<void> {
  await sql`truncate mailbox.mail, mailbox.accepted_key, mailbox.request`;
}
