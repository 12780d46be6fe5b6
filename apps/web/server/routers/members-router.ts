import { randomUUID } from 'node:crypto';
import { operationKey } from '@plimsoll/quota/trpc';
import { TRPCError } from '@trpc/server';
import { and, asc, eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { member, user } from '../database/schema.ts';
import { type AppQuota, memberProcedure, router } from '../trpc.ts';

const ownerProcedure = memberProcedure.use(({ ctx, next }) => {
  if (ctx.session.role === 'owner') return next();
  throw new TRPCError({ code: 'FORBIDDEN', message: 'Only an owner adds and removes people.' });
});

export const membersRouter = ({ granted }: AppQuota) =>
  router({
    list: memberProcedure.query(({ ctx: { db, session } }) =>
      db
        .select({ id: member.id, name: user.name, email: user.email, role: member.role })
        .from(member)
        .innerJoin(user, eq(user.id, member.userId))
        .where(eq(member.organizationId, session.organisation.id))
        .orderBy(asc(member.createdAt), asc(member.id)),
    ),

    /** Somebody and their seat, together or not at all. Nobody is invited: sample people have no mailbox. */
    add: ownerProcedure
      .input(z.object({ name: z.string().trim().min(1).max(80), email: z.email().max(200) }))
      .mutation(({ ctx, input, path, batchIndex }) =>
        ctx.db.transaction(async (tx) => {
          const { organisation, user: owner } = ctx.session;
          const request = {
            tenant: organisation.id,
            meters: { seats: 1 },
            actor: owner.id,
            scope: path,
            feature: path,
          };
          const key = operationKey(ctx.headers, batchIndex);
          await granted(ctx, await ctx.quota.consume({ ...request, key }, { tx }));
          const person = { id: randomUUID(), name: input.name, email: input.email };
          const [made] = await tx.insert(user).values(person).onConflictDoNothing().returning({ id: user.id });
          if (!made) throw new TRPCError({ code: 'CONFLICT', message: 'Somebody has this email already.' });
          const id = randomUUID();
          await tx.insert(member).values({ id, organizationId: organisation.id, userId: made.id, role: 'member' });
          return { id };
        }),
      ),

    /** Gives the seat back. Owners stay; who belongs to another organisation is not found. */
    remove: ownerProcedure.input(z.object({ id: z.string().min(1).max(200) })).mutation(({ ctx, input, path }) =>
      ctx.db.transaction(async (tx) => {
        const { organisation, user: owner } = ctx.session;
        const own = and(eq(member.id, input.id), eq(member.organizationId, organisation.id), ne(member.role, 'owner'));
        const [removed] = await tx.delete(member).where(own).returning({ id: member.id });
        if (!removed) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such member.' });
        const seat = { tenant: organisation.id, meter: 'seats', amount: 1, actor: owner.id, feature: path } as const;
        await ctx.quota.free(seat, { tx });
        return removed;
      }),
    ),
  });
