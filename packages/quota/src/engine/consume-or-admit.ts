import type { Catalog } from '../catalog/define-catalog.ts';
import type { Prepared } from './decide-request.ts';
import type { Line } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { hashOf } from './request.ts';
import type { Charge, Decision } from './verbs.ts';

/** How long a call of a meter that admits waits for a database that doesn't answer. */
const patienceMs = 1_000;

/** Whether a call may be granted unseen while the database is away: all of its meters say so. */
export const isAdmittable = (catalog: Catalog, lines: Line[]): boolean =>
  lines.every(([meter]) => catalog.meters[meter]?.onOutage === 'admit');

/**
 * Decides a call; where the database doesn't answer in time, grants it unseen and keeps it, to be booked later. It carries a
 * key, its own where the caller gave none: should the first try have been booked after all, the later one finds it.
 * @param decide decides the request that it is given, and answers `unavailable` where it can't.
 */
export async function consumeOrAdmit<C extends Catalog>(
  context: EngineContext<C>,
  prepared: Prepared,
  decide: (request: Prepared) => Promise<Decision<C>>,
): Promise<Decision<C>> {
  const { tenant, charge, lines } = prepared;
  const key = prepared.key ?? hashOf([tenant, 'admitted', charge]);
  const request = { ...prepared, isAdmitted: true, key, requestHash: prepared.requestHash ?? hashOf(lines) };
  const decided = decide(request);
  const decision = await Promise.race([decided, lateAfter(patienceMs)]);
  const isUnavailable = decision?.outcome === 'refused' && decision.refusal.reason === 'unavailable';
  if (decision && !isUnavailable) return decision;
  const at = context.testNow() ?? new Date().toISOString();
  if (!context.admitted.keep({ ...request, kind: 'record', happenedAt: at })) return decision ?? decided;
  // Whatever becomes of the first try, its caller has been answered.
  decided.catch(() => {});
  const after = (taken: number) => ({ taken, used: 0, held: 0, remaining: null, line: null });
  const meters = Object.fromEntries(lines.map(([meter, asked]) => [meter, after(asked)])) as Charge<C>['meters'];
  return { outcome: 'granted', admitted: true, charge, tenant, at, meters };
}

const lateAfter = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
