import type { Catalog } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Meter } from '../catalog/meter.ts';
import { meterLabel } from '../catalog/meter-label.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { Breach, QuotaRefusal } from '../usage/refusal.ts';
import { type RefusedFacts, refusedWords } from './explain-words.ts';
import { type ExplainedMeter, type Explanation, joined } from './explanation.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkMeter, checkName } from './request.ts';
import type { Terms } from './standing-words.ts';

type Counted<C extends Catalog> = Extract<QuotaRefusal<C>, { reason: 'exhausted' | 'too_fast' }>;

/** Why a call was refused, from what the refusal says; times in words are of `zone`. Pure. */
export function refusalExplanation<C extends Catalog>(
  catalog: C,
  refusal: QuotaRefusal<C>,
  zone: string,
): Explanation<C> {
  const meters = metersOf(catalog, refusal, zone);
  return {
    outcome: 'refused',
    tenant: refusal.tenant,
    at: refusal.reason === 'unavailable' ? null : refusal.at,
    actor: '',
    feature: '',
    keyed: false,
    sentence: joined(meters),
    meters,
  };
}

/** @throws InvalidRequestError where the refusal is of no tenant, or of a meter that the catalog doesn't know. */
export function checkRefusal<C extends Catalog>(catalog: C, { tenant, meter }: QuotaRefusal<C>): void {
  checkName('refusal.tenant', tenant);
  checkMeter(catalog, meter);
}

function metersOf<C extends Catalog>(catalog: C, refusal: QuotaRefusal<C>, zone: string): ExplainedMeter<C>[] {
  const { meter, asked } = refusal;
  const declared = catalog.meters[meter] as Meter;
  const head = { unit: declared.unit, label: meterLabel(catalog, meter), amount: asked };
  const nothing = { meter, asked, numbers: null, pools: [], period: null, late: false, returned: 0 };
  switch (refusal.reason) {
    case 'exhausted':
    case 'too_fast':
      return refusal.breaches.map((breach) => explainedOf(catalog, refusal, breach, zone));
    case 'not_in_plan': {
      const plan = catalog.plans[refusal.plan] as Catalog['plans'][string] | undefined;
      const drawsOnParent = plan?.limits[meter]?.type === 'pooled';
      const facts = { ...head, reason: refusal.reason, plan: plan?.name ?? refusal.plan, drawsOnParent };
      return [{ ...nothing, sentence: refusedWords(facts) }];
    }
    case 'suspended':
      return [{ ...nothing, sentence: refusedWords({ ...head, reason: refusal.reason }) }];
    case 'unavailable': {
      const facts = { ...head, reason: refusal.reason, waitMs: refusal.retryAfterMs };
      return [{ ...nothing, sentence: refusedWords(facts) }];
    }
    default: {
      const { reason } = refusal satisfies never as { reason: unknown };
      throw new InvalidRequestError(
        'refusal',
        `'${String(reason)}' is no reason`,
        'Pass a refusal as it was answered.',
      );
    }
  }
}

function explainedOf<C extends Catalog>(
  catalog: C,
  refusal: Counted<C>,
  breach: Breach<C>,
  zone: string,
): ExplainedMeter<C> {
  const { meter, asked, limit, line, ceiling, used, held, pool, period } = breach;
  checkMeter(catalog, meter);
  const declared = catalog.meters[meter] as Meter;
  const terms = termsOf(catalog, refusal.plan, breach);
  const facts: RefusedFacts = {
    unit: declared.unit,
    label: meterLabel(catalog, meter),
    amount: asked,
    reason: declared.kind === 'rate' ? 'too_fast' : 'exhausted',
    terms,
    used,
    held,
    remaining: breach.remaining,
    pool: pool && { name: null, amount: 0, used: pool.used, held: pool.held, line: pool.line },
    periodEnd: period?.end ?? null,
    zone,
    per: declared.kind === 'rate' ? declared.per : null,
    isUnopened: declared.kind === 'allowance' && typeof declared.per === 'object' && period === null,
    ...roomOf(refusal, breach),
  };
  return {
    meter,
    asked,
    sentence: refusedWords(facts),
    numbers: { plan: terms.plan, limit, override: terms.isOverride, grants: terms.grants, line, ceiling, used, held },
    pools: pool ? [{ tenant: null, amount: null, used: pool.used, line: pool.line }] : [],
    period,
    late: false,
    returned: 0,
  };
}

/** The remedies are the first breach's: of the others it isn't known whether time makes room. */
function roomOf<C extends Catalog>({ remedies, breaches, retryAfterMs }: Counted<C>, { meter }: Breach<C>) {
  const wait = remedies.find((remedy) => remedy.type === 'wait');
  if (!wait || breaches[0]?.meter !== meter) return { roomAt: null, waitMs: null };
  return { roomAt: wait.until, waitMs: retryAfterMs };
}

function termsOf(
  catalog: Catalog,
  plan: string,
  { meter, limit, line, ceiling }: Pick<Breach, 'limit' | 'line' | 'ceiling'> & { meter: string },
): Terms {
  const declared = Object.hasOwn(catalog.plans, plan) ? catalog.plans[plan] : undefined;
  const own = limitAmount(limit);
  return {
    plan: declared?.name ?? plan,
    limit,
    isOverride: declared !== undefined && !isSame(declared.limits[meter], limit),
    grants: own === null ? 0 : Math.max(line - own, 0),
    line,
    ceiling,
  };
}

const isSame = (a: Limit | undefined, b: Limit) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** JSON that was stored and read again has its keys in another order. */
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value)
        .map(([key, inner]) => [key, sorted(inner)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
    : value;
