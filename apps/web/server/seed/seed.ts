import type { Quota } from '@plimsoll/quota/server';
import { eq } from 'drizzle-orm';
import type { Auth } from '../auth/create-auth.ts';
import type { AppCatalog } from '../catalog.ts';
import type { AppDatabase } from '../database/connect.ts';
import { organization, project, user } from '../database/schema.ts';
import { type DemoOrganisation, demoOrganisations } from './demo-organisations.ts';
import { demoPassword } from './demo-password.ts';

export type Seeding = {
  db: AppDatabase;
  /** Asked for only where somebody is missing. */
  auth: () => Promise<Auth>;
  quota: Quota<AppCatalog>;
};

/**
 * Makes the sample organisations with their people, projects and usage. What stands already is left alone, and every
 * charge has a key, so a seeding that was cut off is completed by the next one, once.
 */
export async function seed(seeding: Seeding, log: (line: string) => void = () => {}): Promise<void> {
  for (const demo of demoOrganisations) {
    const id = await seedOrganisation(seeding, demo);
    await seeding.quota.setTenant(id, { plan: demo.plan, zone: demo.zone }, { actor: 'seed', reason: 'sample data' });
    await seedUsage(seeding, id, demo);
    log(`${demo.name}: ${demo.people.map(({ name }) => name).join(', ')}`);
  }
}

async function seedOrganisation({ db, auth }: Seeding, demo: DemoOrganisation): Promise<string> {
  const [known] = await db.select({ id: organization.id }).from(organization).where(eq(organization.slug, demo.slug));
  if (known) return known.id;
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

/** The same calls that people would have made: one generation each, each project with its count. */
async function seedUsage({ db, quota }: Seeding, id: string, demo: DemoOrganisation): Promise<void> {
  const [owner] = demo.people;
  const [person] = await db
    .select({ id: user.id })
    .from(user)
    .where(eq(user.email, owner?.email ?? ''));
  const call = { tenant: id, actor: person?.id ?? '', scope: 'seed' };
  const standing = await quota.usage(id);
  // Sample usage belongs to the month of the first start: it is not spent again in the next.
  if (standing.meters.projects.used > 0 || (demo.projects.length === 0 && standing.meters.aiGenerations.used > 0))
    return;
  for (let n = 1; n <= demo.generations; n++) {
    await quota.consume({ ...call, meters: { aiGenerations: 1 }, key: `generation-${n}`, feature: 'ai.generate' });
  }
  await db.transaction(async (tx) => {
    const meters = { projects: demo.projects.length };
    if (meters.projects === 0) return;
    await quota.consume({ ...call, meters, key: 'projects', feature: 'projects.create' }, { tx });
    await tx.insert(project).values(demo.projects.map((name) => ({ organizationId: id, name })));
  });
}
