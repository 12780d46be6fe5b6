import { asc, eq } from 'drizzle-orm';
import type { AppDatabase } from '../database/connect.ts';
import { member, organization, user } from '../database/schema.ts';
import { demoOrganisations } from './demo-organisations.ts';

/** The demo people that are in the database, in the order they were seeded. */
export async function readPeople(db: AppDatabase) {
  const rows = await db
    .select({
      email: user.email,
      name: user.name,
      role: member.role,
      organisation: organization.name,
      organisationId: organization.id,
      slug: organization.slug,
    })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .orderBy(asc(member.createdAt));
  const slugs = new Set(demoOrganisations.map(({ slug }) => slug));
  return rows.filter(({ slug }) => slugs.has(slug)).map(({ slug: _, ...person }) => person);
}
