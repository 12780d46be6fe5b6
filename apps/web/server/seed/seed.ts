import { eq } from 'drizzle-orm';
import { organization } from '../database/schema.ts';
import { type DemoOrganisation, demoOrganisations } from './demo-organisations.ts';
import { seedContract } from './seed-contract.ts';
import { seedOrganisation } from './seed-organisation.ts';
import { seedUsage } from './seed-usage.ts';
import type { Seeding } from './seeding.ts';

/** Stands in an organisation's `metadata` once all of its sample data is there. */
const whole = JSON.stringify({ sample: 'whole' });

/**
 * Makes the sample organisations with their people, contracts, projects and usage. What is whole is left alone, so that
 * sample usage isn't spent again in the next month; every charge and grant has a key, so a seeding that was cut off is
 * completed by the next one, once.
 */
export async function seed(seeding: Seeding, log: (line: string) => void = () => {}): Promise<void> {
  const ids = new Map<string, string>();
  for (const demo of demoOrganisations) {
    ids.set(demo.slug, await seedWhole(seeding, demo, ids));
    log(`${demo.name}: ${demo.people.map(({ name }) => name).join(', ')}`);
  }
}

async function seedWhole(seeding: Seeding, demo: DemoOrganisation, ids: Map<string, string>): Promise<string> {
  const { db } = seeding;
  const [known] = await db
    .select({ id: organization.id, metadata: organization.metadata })
    .from(organization)
    .where(eq(organization.slug, demo.slug));
  if (known?.metadata === whole) return known.id;
  const id = known?.id ?? (await seedOrganisation(seeding, demo));
  await seedContract(seeding, id, demo, demo.parent === undefined ? null : (ids.get(demo.parent) as string));
  await seedUsage(seeding, id, demo);
  await db.update(organization).set({ metadata: whole }).where(eq(organization.id, id));
  return id;
}
