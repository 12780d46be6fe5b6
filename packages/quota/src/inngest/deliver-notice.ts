import type { Inngest, InngestFunction } from 'inngest';
import type { Notice } from '../outbox/notice.ts';
import { noticeCreated, noticeCreatedData } from './notice-event.ts';

/** Somebody who is told. Plimsoll knows no people: the application says who. */
export type Recipient = { id: string; email: string };

export type DeliverNoticeOptions = {
  inngest: Inngest.Any;
  /** Who is told, as of now. Their ids must stay the same from try to try. */
  recipients(notice: Notice): Promise<Recipient[]>;
  /** Sends to one person under a key by which the channel knows a second try. Throws what Inngest should retry by. */
  send(delivery: { notice: Notice; recipient: Recipient; idempotencyKey: string }): Promise<{ id: string }>;
  /** Retries of each step, 0 … 20. @default 10 */
  retries?: 0 | 1 | 2 | 3 | 4 | 5 | 10 | 15 | 20;
};

/**
 * Delivers a notice: one step and one key `<notice>/email/<person>` each, so that a crash between two people, or between
 * sending and remembering, tells nobody twice.
 */
export function deliverNotice({ inngest, recipients, send, retries = 10 }: DeliverNoticeOptions): InngestFunction.Any {
  return inngest.createFunction(
    { id: 'deliver-notice', name: 'Deliver a notice', retries, triggers: [{ event: noticeCreated }] },
    async ({ event, step }) => {
      const notice = noticeCreatedData.parse(event.data);
      const people = (await step.run('who-is-told', () => recipients(notice))) as Recipient[];
      const sent: Record<string, string> = {};
      for (const recipient of people) {
        const idempotencyKey = `${notice.id}/email/${recipient.id}`;
        const mail = await step.run(`email-${recipient.id}`, () => send({ notice, recipient, idempotencyKey }));
        sent[recipient.id] = mail.id;
      }
      return { notice: notice.id, sent };
    },
  );
}
