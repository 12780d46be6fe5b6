import { createMailer, MailRefusedError, MailRetryError } from '@plimsoll/emails';
import { deliverNotice as deliverNoticeFactory, type Recipient } from '@plimsoll/quota/inngest';
import type { Notice } from '@plimsoll/quota/server';
import { member, organization, user } from '@plimsoll/web/schema';
import { and, eq } from 'drizzle-orm';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { noticeFacts } from '../notice-facts.ts';
import type { WorkerContext } from '../worker-context.ts';

/** Tells an organisation's owners that a threshold was crossed, by email. */
export function deliverNotice(context: WorkerContext) {
  const { inngest, db, env } = context;
  const mailer = createMailer({
    apiKey: env.RESEND_API_KEY,
    from: env.MAIL_FROM,
    ...(env.RESEND_BASE_URL && { baseUrl: env.RESEND_BASE_URL }),
  });

  async function recipients({ tenant }: Notice): Promise<Recipient[]> {
    return db
      .select({ id: user.id, email: user.email })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(and(eq(member.organizationId, tenant), eq(member.role, 'owner')))
      .orderBy(user.id);
  }

  return deliverNoticeFactory({
    inngest,
    recipients,
    async send({ notice, recipient, idempotencyKey }) {
      const [tenant] = await db
        .select({ name: organization.name })
        .from(organization)
        .where(eq(organization.id, notice.tenant));
      if (!tenant) throw new NonRetriableError(`There is no organisation '${notice.tenant}' any more.`);
      const facts = await noticeFacts(context, notice, tenant.name);
      return mailer.sendNotice({ to: recipient.email, facts, idempotencyKey }).catch((cause: unknown) => {
        throw retryOf(cause);
      });
    },
  });
}

/** What the mailer met, in the words by which Inngest retries. */
function retryOf(cause: unknown): unknown {
  if (cause instanceof MailRefusedError) return new NonRetriableError(cause.message, { cause });
  if (cause instanceof MailRetryError && cause.retryAfterMs !== null) {
    return new RetryAfterError(cause.message, cause.retryAfterMs, { cause });
  }
  return cause;
}
