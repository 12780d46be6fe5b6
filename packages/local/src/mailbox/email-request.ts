import { z } from 'zod';

const MAX_ADDRESSES = 50;
const MAX_BATCH = 100;

const address = z.string().regex(/^([^<>]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/);
const addresses = z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(address).min(1));
const tagText = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/);

/** The body of `POST /emails`, as the SDK sends it. Keys that a local mailbox can't honour are kept and shown. */
export const emailRequest = z
  .looseObject({
    from: address,
    to: addresses.refine((list) => list.length <= MAX_ADDRESSES),
    cc: addresses.optional(),
    bcc: addresses.optional(),
    reply_to: addresses.optional(),
    subject: z.string().min(1),
    html: z.string().optional(),
    text: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    tags: z.array(z.object({ name: tagText, value: tagText })).optional(),
  })
  .refine((mail) => mail.html !== undefined || mail.text !== undefined, { path: ['html'] });

export const batchRequest = z.array(emailRequest).min(1).max(MAX_BATCH);

export type EmailRequest = z.infer<typeof emailRequest>;
