import type { MeterName } from '@plimsoll/quota';
import { count, eq } from 'drizzle-orm';
import type { AppCatalog } from '../catalog.ts';
import { member, project, user } from '../database/schema.ts';
import type { DemoOrganisation } from './demo-organisations.ts';
import { bySeed, type Seeding } from './seeding.ts';

/** In how many calls a meter's sample usage is spent at most: enough for its thresholds to be crossed one by one. */
const mostCalls = 100;

/** The same calls that people would have made, each project with its count, and a seat for everybody who is there. */
export async function seedUsage({ db, quota }: Seeding, tenant: string, demo: DemoOrganisation): Promise<void> {
  const [owner] = demo.people;
  const [person] = await db
    .select({ id: user.id })
    .from(user)
    .where(eq(user.email, owner?.email ?? ''));
  const call = { tenant, actor: person?.id ?? '', scope: 'seed' };
  for (const [meter, used] of Object.entries(demo.used ?? {}) as [MeterName<AppCatalog>, number][]) {
    const feature = features[meter] ?? meter;
    // One after the other: decided together, each notice would tell the sum instead of the amount it was crossed at.
    for (const [part, amount] of partsOf(used).entries()) {
      const key = `${meter}-${part}`;
      const decision = await quota.consume({ ...call, meters: { [meter]: amount }, key, feature });
      if (decision.outcome !== 'refused') continue;
      throw new Error(`${demo.name} can't have used ${used} ${meter}: ${decision.refusal.reason}.`);
    }
  }
  const names = demo.projects ?? [];
  await db.transaction(async (tx) => {
    const [{ projects } = { projects: 0 }] = await tx
      .select({ projects: count() })
      .from(project)
      .where(eq(project.organizationId, tenant));
    if (projects > 0 || names.length === 0) return;
    const meters = { projects: names.length };
    await quota.consume({ ...call, meters, key: 'projects', feature: 'projects.create' }, { tx });
    await tx.insert(project).values(names.map((name) => ({ organizationId: tenant, name })));
  });
  // People joined before seats were counted: the rows tell how many there are, asked while the level is locked.
  await db.transaction(async (tx) => {
    const people = async () => {
      const [found] = await tx.select({ people: count() }).from(member).where(eq(member.organizationId, tenant));
      return found?.people ?? 0;
    };
    await quota.recount({ tenant, meter: 'seats', count: people }, bySeed, { tx });
  });
}

/** What a meter's usage is for in this application. */
const features: { [M in MeterName<AppCatalog>]?: string } = {
  aiGenerations: 'ai.generate',
  aiTokens: 'ai.generate',
  exports: 'projects.export',
  apiCalls: 'api.request',
  scheduledRuns: 'schedule.run',
};

/** An amount in at most so many whole parts, the same each time. */
function partsOf(amount: number): number[] {
  const size = Math.ceil(amount / mostCalls);
  const whole = Math.floor(amount / size);
  const rest = amount - whole * size;
  return [...Array.from({ length: whole }, () => size), ...(rest > 0 ? [rest] : [])];
}
