import type { Context } from 'hono';
import { z } from 'zod';
import { demoOrganisations } from '../seed/demo-organisations.ts';
import { demoPassword } from '../seed/demo-password.ts';
import type { Auth } from './create-auth.ts';

const demoEmails = demoOrganisations.flatMap(({ people }) => people.map(({ email }) => email)) as [string, ...string[]];
const body = z.object({ email: z.enum(demoEmails) });

/** `POST { email }`: signs in as one of the seeded people. 204 with the session's cookie, 400 for anybody else. */
export const demoSignIn = (auth: Auth) => async (c: Context) => {
  const parsed = body.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) return c.json({ message: 'email: not one of the sample people.' }, 400);
  const { email } = parsed.data;
  const answer = await auth.api.signInEmail({ body: { email, password: demoPassword }, asResponse: true });
  if (!answer.ok) return answer;
  for (const cookie of answer.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  return c.body(null, 204);
};
