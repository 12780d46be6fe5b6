import type { Catalog } from '../catalog/define-catalog.ts';
import type { Decision, HoldDecision } from '../engine/verbs.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';
import type { CallFacts } from './call-facts.ts';
import { decisionError, type NotGranted } from './quota-error-data.ts';

/** The charge or hold, or the error that says why not, with the remedies that this caller can use. */
export async function grantedOrThrow<C extends Catalog, Ctx, D extends Decision<C> | HoldDecision<C>>(
  facts: CallFacts<C, Ctx>,
  ctx: Ctx,
  decision: D,
): Promise<Extract<D, { outcome: 'granted' }>> {
  if (decision.outcome === 'granted') return decision as Extract<D, { outcome: 'granted' }>;
  throw decisionError(await withRights(facts, ctx, decision as NotGranted<C>));
}

/** Who may not change the plan is told whom to ask in place of being offered what they can't do. */
async function withRights<C extends Catalog, Ctx>(
  facts: CallFacts<C, Ctx>,
  ctx: Ctx,
  decision: NotGranted<C>,
): Promise<NotGranted<C>> {
  if (decision.outcome === 'replayed' || decision.refusal.reason === 'unavailable') return decision;
  if (await facts.can?.(ctx, 'billing')) return decision;
  const remedies = decision.refusal.remedies.map((remedy) =>
    remedy.type === 'upgrade' ? ({ type: 'ask_owner', plan: remedy.plan, name: remedy.name } as const) : remedy,
  );
  return { ...decision, refusal: { ...decision.refusal, remedies } as QuotaRefusal<C> };
}
