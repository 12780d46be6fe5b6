import { TRPCError, type TRPCMutationProcedure, type TRPCQueryProcedure } from '@trpc/server';
import { z } from 'zod';
import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Price } from '../catalog/price.ts';
import type { CallFacts } from './call-facts.ts';
import type { AnyBuilder } from './trpc-types.ts';

/** A plan as people choose it. */
export type ListedPlan<C extends Catalog> = {
  name: PlanName<C>;
  title: string;
  price: Price;
  current: boolean;
  limits: { [M in keyof C['meters'] & string]: Limit };
};

export type PlansProcedures<C extends Catalog, TMeta> = {
  /** The catalog's plans in its order, and which one the caller's tenant has. */
  list: TRPCQueryProcedure<{ meta: TMeta; input: void; output: { plans: ListedPlan<C>[]; current: PlanName<C> } }>;
  /** Moves the caller's tenant to another plan, at once. FORBIDDEN without the right `billing`. */
  change: TRPCMutationProcedure<{ meta: TMeta; input: { plan: PlanName<C> }; output: { plan: PlanName<C> } }>;
};

export function plansProcedures<C extends Catalog, TMeta, Ctx>(
  procedure: AnyBuilder,
  facts: CallFacts<C, Ctx>,
): PlansProcedures<C, TMeta> {
  const { quota } = facts;
  const names = Object.keys(quota.catalog.plans) as PlanName<C>[];

  const list = procedure.query(async ({ ctx }: { ctx: Ctx }) => {
    const { plan: current } = await quota.usage(await facts.tenant({ ctx }));
    const plans = names.map((name) => {
      const { name: title, price, limits } = quota.catalog.plans[name] as Plan;
      return { name, title, price, limits, current: name === current };
    });
    return { plans, current };
  });

  const change = procedure
    .input(z.object({ plan: z.enum(names as [PlanName<C>, ...PlanName<C>[]]) }))
    .mutation(async ({ ctx, input }: { ctx: Ctx; input: { plan: PlanName<C> } }) => {
      if (!(await facts.can?.(ctx, 'billing'))) {
        throw new TRPCError({
          code: 'FORBIDDEN',
          message: 'Changing the plan needs the right to billing: ask an owner.',
        });
      }
      const by = { actor: facts.actor?.({ ctx }) || 'unknown', reason: 'plans.change' };
      const tenant = await facts.tenant({ ctx });
      await quota.setPlan(tenant, input.plan, by);
      return { plan: input.plan };
    });

  return { list, change } as unknown as PlansProcedures<C, TMeta>;
}
