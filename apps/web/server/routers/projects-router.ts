import { operationKey } from '@plimsoll/quota/trpc';
import { TRPCError } from '@trpc/server';
import { stringify } from 'csv-stringify/sync';
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { project } from '../database/schema.ts';
import { type AppQuota, memberProcedure, router } from '../trpc.ts';

const columns = { id: project.id, name: project.name, createdAt: project.createdAt };

export const projectsRouter = ({ quotaProcedure, granted }: AppQuota) =>
  router({
    list: memberProcedure.query(({ ctx: { db, session } }) =>
      db
        .select(columns)
        .from(project)
        .where(eq(project.organizationId, session.organisation.id))
        .orderBy(desc(project.createdAt)),
    ),

    /** The row and its count commit together or not at all. */
    create: memberProcedure
      .input(z.object({ name: z.string().trim().min(1).max(80) }))
      .mutation(({ ctx, input, path, batchIndex }) =>
        ctx.db.transaction(async (tx) => {
          const { organisation, user } = ctx.session;
          const request = {
            tenant: organisation.id,
            meters: { projects: 1 },
            actor: user.id,
            scope: path,
            feature: path,
          };
          const key = operationKey(ctx.headers, batchIndex);
          await granted(ctx, await ctx.quota.consume({ ...request, key }, { tx }));
          const [made] = await tx
            .insert(project)
            .values({ organizationId: organisation.id, name: input.name })
            .returning(columns);
          return made as NonNullable<typeof made>;
        }),
      ),

    /** Another organisation's project is not found. */
    delete: memberProcedure.input(z.object({ id: z.guid() })).mutation(({ ctx, input, path }) =>
      ctx.db.transaction(async (tx) => {
        const { organisation, user } = ctx.session;
        const own = and(eq(project.id, input.id), eq(project.organizationId, organisation.id));
        const [deleted] = await tx.delete(project).where(own).returning({ id: project.id });
        if (!deleted) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such project.' });
        const freed = { tenant: organisation.id, meter: 'projects', amount: 1, actor: user.id, feature: path } as const;
        await ctx.quota.free(freed, { tx });
        return deleted;
      }),
    ),

    /** All projects as CSV. Charges one export. */
    export: quotaProcedure('exports').mutation(async ({ ctx: { db, session } }) => {
      const rows = await db
        .select({ name: project.name, created: project.createdAt })
        .from(project)
        .where(eq(project.organizationId, session.organisation.id))
        .orderBy(desc(project.createdAt));
      const csv = stringify(
        rows.map(({ name, created }) => ({ name, created: created.toISOString() })),
        { header: true, columns: ['name', 'created'], escape_formulas: true },
      );
      return { filename: `projects-${new Date().toISOString().slice(0, 10)}.csv`, csv };
    }),
  });
