import type { Sql } from 'postgres';

/** What every part of the mailbox works with. */
export type MailboxContext = {
  sql: Sql;
  now: () => Date;
  /** Aborted when the mailbox stops: answers that are held back are let go. */
  stopping: AbortSignal;
};
