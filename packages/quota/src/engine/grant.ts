import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { openBefore, openChanged } from './change-contract.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkAmount, checkId, checkName, checkRequest, checkTime, hashOf } from './request.ts';
import type { ChangeBy, GrantRequest, TransferRequest } from './verbs.ts';
import { withPatience } from './with-retry.ts';

const sources = ['bonus', 'purchase'];

/**
 * Gives a tenant an extra amount of a meter. Of an allowance it is drawn after the plan's limit, earliest expiry first, over
 * as many periods as it lives; of a level it is room while it lives.
 * @throws InvalidRequestError for a meter that is none or a rate, an amount below 1, or an expiry before its start or now.
 */
export async function grant<C extends Catalog>(
  context: EngineContext<C>,
  request: GrantRequest<C>,
  by: ChangeBy,
): Promise<{ grant: string }> {
  const { tenant, meter, amount, source, key } = request;
  checkRequest(context.catalog, { tenant, meters: { [meter]: amount }, key }, { countedOnly: true });
  checkBy(by);
  if (!sources.includes(source)) {
    throw new InvalidRequestError('source', `'${source}' is no source`, `Pass ${sources.join(' or ')}.`);
  }
  const startsAt = request.startsAt === undefined ? null : checkTime('startsAt', request.startsAt);
  const expiresAt = request.expiresAt === undefined ? 'infinity' : checkTime('expiresAt', request.expiresAt);
  const now = context.testNow() ?? new Date().toISOString();
  if (expiresAt <= (startsAt !== null && startsAt > now ? startsAt : now)) {
    throw new InvalidRequestError(
      'expiresAt',
      'it would end before it counts',
      'Pass a time after its start and after now.',
    );
  }
  const hash = key === undefined ? null : hashOf([tenant, 'grant', key]);
  const id = uuidv7();
  const { actor, reason } = by;
  await openBefore(context, [tenant]);
  const [row] = await withPatience(
    () => context.database.sql<[{ id: string }]>`
      select id from quota.grant_1(${context.testNow()}, ${id}, ${tenant}, ${context.catalog.defaultPlan},
        ${storedMeter(context.catalog, meter)}, ${amount}, ${source}, ${startsAt}, ${expiresAt}::text::timestamptz, ${hash}, ${actor}, ${reason})`,
  ).catch(unavailableUnlessBug);
  await openChanged(context, [tenant]);
  return { grant: row.id };
}

/**
 * Ends a grant now: what was drawn from it stays, the rest is taken back.
 * @returns how much was taken back.
 * @throws InvalidRequestError where the tenant has no such grant, or it has ended.
 */
export async function revoke(
  context: EngineContext,
  { tenant, grant }: { tenant: string; grant: string },
  by: ChangeBy,
): Promise<{ taken: number }> {
  checkName('tenant', tenant);
  checkId('grant', grant);
  checkBy(by);
  await openBefore(context, [tenant]);
  const [row] = await withPatience(
    () => context.database.sql<[{ taken: number }]>`
      select quota.revoke_1(${context.testNow()}, ${tenant}, ${grant}, ${by.actor}, ${by.reason}) as taken`,
  ).catch(unavailableUnlessBug);
  if (row.taken === -1) throw unknownGrant(grant);
  if (row.taken === -2) throw new InvalidRequestError('grant', 'it has ended', 'Revoke one that counts still.');
  await openChanged(context, [tenant]);
  return { taken: row.taken };
}

const transferred = { done: 1, unknown: 2, ended: 3, noKin: 4, tooMuch: 5 } as const;

/**
 * Gives part of what remains of a tenant's own grant to its parent, a child of its parent, or a child of its own.
 * @returns the new grant's id, and what remains of the giver's.
 * @throws InvalidRequestError for more than remains, to oneself, or outside the family.
 */
export async function transfer(
  context: EngineContext,
  { tenant, grant, to, amount, key }: TransferRequest,
  by: ChangeBy,
): Promise<{ grant: string; remaining: number }> {
  for (const [field, value] of Object.entries({ tenant, to })) checkName(field, value);
  checkAmount('amount', amount);
  if (key !== undefined) checkName('key', key);
  checkId('grant', grant);
  checkBy(by);
  if (tenant === to) throw new InvalidRequestError('to', 'it is the giver itself', 'Name another tenant.');
  const id = uuidv7();
  const hash = key === undefined ? null : hashOf([tenant, 'transfer', key]);
  await openBefore(context, [tenant, to]);
  const [row] = await withPatience(
    () => context.database.sql<[{ outcome: number; id: string; remaining: number }]>`
      select outcome, id, remaining from quota.transfer_1(${context.testNow()}, ${id}, ${tenant}, ${grant}, ${to}, ${amount}, ${hash},
        ${by.actor}, ${by.reason})`,
  ).catch(unavailableUnlessBug);
  switch (row.outcome) {
    case transferred.unknown:
      throw unknownGrant(grant);
    case transferred.ended:
      throw new InvalidRequestError(
        'grant',
        'it does not count now',
        'Give from one that has begun and has not ended.',
      );
    case transferred.noKin:
      throw new InvalidRequestError('to', 'it is no kin of the giver', 'Name its parent, a sibling or a child.');
    case transferred.tooMuch:
      throw new InvalidRequestError('amount', `only ${row.remaining} remain`, `Give at most ${row.remaining}.`);
  }
  await openChanged(context, [tenant, to]);
  return { grant: row.id, remaining: row.remaining };
}

/** @throws InvalidRequestError where it isn't said who changes a contract, or why. */
export function checkBy({ actor, reason }: ChangeBy): void {
  checkName('actor', actor);
  checkName('reason', reason);
}

const unknownGrant = (grant: string) =>
  new InvalidRequestError('grant', `the tenant has no grant '${grant}'`, 'Pass the id of a grant of this tenant.');
