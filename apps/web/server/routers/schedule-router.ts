import { count, eq } from 'drizzle-orm';
import { project } from '../database/schema.ts';
import { type AppQuota, router } from '../trpc.ts';

export const scheduleRouter = ({ quotaProcedure }: AppQuota) =>
  router({
    /** Does now what a schedule would do at night: looks through all projects. Charges one scheduled run. */
    run: quotaProcedure('scheduledRuns').mutation(async ({ ctx: { db, session } }) => {
      const [found] = await db
        .select({ projects: count() })
        .from(project)
        .where(eq(project.organizationId, session.organisation.id));
      return { projects: found?.projects ?? 0 };
    }),
  });
