import { catalog } from '../catalog.ts';
import { readPeople } from '../seed/people.ts';
import { publicProcedure, router } from '../trpc.ts';

export const demoRouter = router({
  /** The seeded people, with the fullest meter of their organisation; null in production. */
  people: publicProcedure.query(async ({ ctx: { db, env, quota } }) => {
    if (env.NODE_ENV === 'production') return null;
    const people = await readPeople(db);
    return Promise.all(
      people.map(async ({ organisationId, ...person }) => {
        const { plan, meters } = await quota.usage(organisationId);
        // Everybody takes a seat: that says nothing of what an organisation does.
        const { seats: _, ...shown } = meters;
        const fullest = Object.entries(shown).sort(([, a], [, b]) => (b.percent ?? 0) - (a.percent ?? 0))[0];
        const meter = fullest && { name: fullest[0], usage: fullest[1] };
        return { ...person, plan: catalog.plans[plan].name, meter };
      }),
    );
  }),
});
