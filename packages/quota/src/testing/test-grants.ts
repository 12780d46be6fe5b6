import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkAmount, checkId, checkName, checkRequest, checkTime } from '../engine/request.ts';
import type { ChangeBy, GrantRequest, TransferRequest } from '../engine/verbs.ts';
import { changeContract, checkBy } from './test-contracts.ts';
import { isoOf, type World, type WorldGrant } from './world.ts';
import { tenantOf } from './world-contract.ts';

const sources = ['bonus', 'purchase'];

/** Gives a tenant an extra amount. @throws InvalidRequestError */
export function grant(world: World, request: GrantRequest, by: ChangeBy): { grant: string } {
  const { tenant, meter, amount, source, key = null } = request;
  checkRequest(world.catalog, { tenant, meters: { [meter]: amount }, key: key ?? undefined }, { countedOnly: true });
  checkBy(by);
  if (!sources.includes(source)) {
    throw new InvalidRequestError('source', `'${source}' is no source`, `Pass ${sources.join(' or ')}.`);
  }
  const { nowMs } = world.state;
  const startsMs = request.startsAt === undefined ? nowMs : Date.parse(checkTime('startsAt', request.startsAt));
  const expiresMs = request.expiresAt === undefined ? Infinity : Date.parse(checkTime('expiresAt', request.expiresAt));
  if (expiresMs <= Math.max(startsMs, nowMs)) {
    throw new InvalidRequestError('expiresAt', 'it would end before it counts', 'Pass a time after its start and now.');
  }
  const known = givenBefore(world, tenant, key, 'grant');
  if (known) return { grant: known.id };
  const id = world.newId();
  const terms = { tenant, meter, source, amount, startsMs, expiresMs, key: key && `grant ${key}`, from: null };
  const expires_at = Number.isFinite(expiresMs) ? isoOf(expiresMs) : 'infinity';
  const after = { grant: id, meter, amount, source, expires_at };
  changeContract(world, [tenant], { action: 'grant', by, before: null, after }, () => {
    world.state.grants.push({ id, ...terms, ...undrawn, reason: by.reason, madeMs: nowMs });
  });
  return { grant: id };
}

/** Ends a grant now: what was drawn stays. @throws InvalidRequestError where there is none, or it has ended. */
export function revoke(world: World, { tenant, grant: id }: { tenant: string; grant: string }, by: ChangeBy) {
  checkName('tenant', tenant);
  checkBy(by);
  const found = grantOf(world, tenant, id);
  const { nowMs } = world.state;
  if (found.expiresMs <= nowMs) {
    throw new InvalidRequestError('grant', 'it has ended', 'Revoke one that counts still.');
  }
  const taken = remainingOf(found);
  const before = { grant: id, meter: found.meter, remaining: taken };
  changeContract(world, [tenant], { action: 'revoke', by, before, after: null }, () => {
    found.expiresMs = Math.max(nowMs, found.startsMs);
  });
  return { taken };
}

/** Gives part of what remains of a grant to a parent, child or sibling. @throws InvalidRequestError */
export function transfer(world: World, request: TransferRequest, by: ChangeBy): { grant: string; remaining: number } {
  const { tenant, grant: id, to, amount, key = null } = request;
  checkName('tenant', tenant);
  checkName('to', to);
  checkAmount('amount', amount);
  if (key !== null) checkName('key', key);
  checkBy(by);
  if (tenant === to) throw new InvalidRequestError('to', 'it is the giver itself', 'Name another tenant.');
  checkId('grant', id);
  const { nowMs } = world.state;
  const known = world.state.grants.find((other) => other.from === tenant && other.key === `transfer ${key}`);
  if (known && key !== null) return { grant: known.id, remaining: remainingOf(grantOf(world, tenant, id)) };
  const giver = grantOf(world, tenant, id);
  if (!isKin(world, tenant, to)) {
    throw new InvalidRequestError('to', 'it is no kin of the giver', 'Name its parent, a sibling or a child.');
  }
  if (giver.startsMs > nowMs || giver.expiresMs <= nowMs) {
    throw new InvalidRequestError('grant', 'it does not count now', 'Give from one that has begun and has not ended.');
  }
  const most = remainingOf(giver);
  if (amount > most) throw new InvalidRequestError('amount', `only ${most} remain`, `Give at most ${most}.`);
  const given = world.newId();
  const { meter, expiresMs } = giver;
  const terms = { tenant: to, meter, source: 'gift', amount, startsMs: nowMs, expiresMs, from: tenant } as const;
  const before = { grant: id, from: tenant, remaining: most };
  const after = { grant: given, to, meter, amount };
  const made = { key: key && `transfer ${key}`, reason: by.reason, madeMs: nowMs };
  changeContract(world, [tenant, to], { action: 'transfer', by, before, after }, () => {
    giver.amount -= amount;
    world.state.grants.push({ id: given, ...terms, ...undrawn, ...made });
  });
  return { grant: given, remaining: most - amount };
}

const undrawn = { drawn: 0, gave: 0, most: 0 };

/** What can be drawn of a grant still, if it counts. */
export const remainingOf = ({ amount, drawn, gave }: WorldGrant) => amount - drawn - gave;

const givenBefore = ({ state }: World, tenant: string, key: string | null, verb: 'grant') =>
  key === null ? undefined : state.grants.find((other) => other.tenant === tenant && other.key === `${verb} ${key}`);

function grantOf({ state }: World, tenant: string, id: string): WorldGrant {
  checkId('grant', id);
  const found = state.grants.find((other) => other.id === id && other.tenant === tenant);
  if (found) return found;
  throw new InvalidRequestError('grant', `the tenant has no grant '${id}'`, 'Pass the id of a grant of this tenant.');
}

function isKin(world: World, one: string, other: string): boolean {
  const [parent, otherParent] = [tenantOf(world, one).parent, tenantOf(world, other).parent];
  return parent === other || otherParent === one || (parent !== null && parent === otherParent);
}
