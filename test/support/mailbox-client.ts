import { z } from 'zod';

const mailSchema = z.object({
  key: z.string().nullable(),
  request: z.object({ to: z.union([z.string(), z.array(z.string())]), subject: z.string() }),
});
const requestSchema = z.object({ key: z.string().nullable(), status: z.number(), outcome: z.string() });

/** Reads and switches a running mailbox, by its own API. */
export function mailboxClient(url: string) {
  const ask = async (path: string) => (await fetch(`${url}/api${path}`)).json();
  return {
    /** Mails to one address, the oldest first. */
    async mailsTo(address: string) {
      const mails = z.array(mailSchema).parse(await ask(`/mails?search=${encodeURIComponent(address)}`));
      return mails.reverse().map(({ key, request }) => ({ key, subject: request.subject }));
    },
    /** What came of each request, the oldest first. */
    async requests() {
      return z
        .array(requestSchema)
        .parse(await ask('/requests'))
        .reverse();
    },
    async behave(mode: 'well' | 'slow' | '500', delayMs = 0) {
      const body = JSON.stringify({ mode, delayMs });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/mode`, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
}
