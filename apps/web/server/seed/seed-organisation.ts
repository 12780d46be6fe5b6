import { eq } from 'drizzle-orm';
import type { Auth } from '../auth/create-auth.ts';
import type { AppDatabase } from '../database/connect.ts';
import { user } from '../database/schema.ts';
import type { DemoOrganisation } from './demo-organisations.ts';
import { demoPassword } from './demo-password.ts';
import type { Seeding } from './seeding.ts';

/** Makes an organisation with its people. @returns its id, which is the tenant's. */
export async function seedOrganisation({ db, auth }: Seeding, demo: DemoOrganisation): Promise<string> {
  const { api } = await auth();
  const [owner, ...others] = await Promise.all(demo.people.map((person) => seedPerson(db, api, person)));
  const made = await api.createOrganization({
    body: { name: demo.name, slug: demo.slug, userId: owner as string },
  });
  for (const userId of others) {
    await api.addMember({ body: { organizationId: made.id, userId, role: 'member' } });
  }
  return made.id;
}

async function seedPerson(db: AppDatabase, api: Auth['api'], { name, email }: { name: string; email: string }) {
  const [known] = await db.select({ id: user.id }).from(user).where(eq(user.email, email));
  if (known) return known.id;
  const made = await api.signUpEmail({ body: { name, email, password: demoPassword } });
  return made.user.id;
}
