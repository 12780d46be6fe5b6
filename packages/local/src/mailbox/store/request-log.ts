import type { Sql } from 'postgres';

/** One request to the wire API, whatever came of it: how often each mail was tried is the point of a local mailbox. */
export type LoggedRequest = {
  at: Date;
  path: string;
  key: string | null;
  status: number;
  /** `accepted`, `replayed`, or the name of Resend's error. */
  outcome: string;
  mails: string[];
};

export async function logRequest(sql: Sql, { at, path, key, status, outcome, mails }: LoggedRequest): Promise<void> {
  await sql`insert into mailbox.request (at, path, key, status, outcome, mails)
    values (${at}, ${path}, ${key}, ${status}, ${outcome}, ${mails})`;
}

/** The newest first. */
export async function readRequests(sql: Sql, limit: number): Promise<LoggedRequest[]> {
  return sql<
    LoggedRequest[]
  >`select at, path, key, status, outcome, mails from mailbox.request order by id desc limit ${limit}`;
}

/** All requests with this key, the oldest first. */
export async function readTries(sql: Sql, key: string): Promise<LoggedRequest[]> {
  return sql<
    LoggedRequest[]
  >`select at, path, key, status, outcome, mails from mailbox.request where key = ${key} order by id`;
}
