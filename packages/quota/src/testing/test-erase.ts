import { erasedName } from '../engine/erased-name.ts';
import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkName } from '../engine/request.ts';
import type { ChangeBy } from '../engine/verbs.ts';
import { count } from './booking.ts';
import { restOf } from './hold-expiry.ts';
import { checkBy } from './test-contracts.ts';
import type { World, WorldHold } from './world.ts';
import { note } from './world-audit.ts';

/**
 * Forgets a tenant: what stays is one line of audit, and what it drew from others' pools, without its name.
 * @throws InvalidRequestError while it has children.
 */
export function eraseTenant(world: World, tenant: string, by: ChangeBy): { erased: boolean } {
  checkName('tenant', tenant);
  checkBy(by);
  const { state } = world;
  if (!state.tenants.has(tenant)) return { erased: false };
  if ([...state.tenants.values()].some(({ parent }) => parent === tenant)) {
    throw new InvalidRequestError('tenant', 'it has children', 'Erase them first, or move them to another parent.');
  }
  const name = erasedName(tenant);
  const isOwn = (row: { tenant: string }) => row.tenant === tenant;
  const others = <T extends { tenant: string }>(rows: T[]) => rows.filter((row) => !isOwn(row));
  for (const hold of state.holds.values()) letGo(world, hold, tenant);
  const entries = state.entries.filter(({ balance }) => !isOwn(balance));
  const gone = state.entries.length - entries.length;
  state.entries = entries;
  state.past = state.past.filter(({ balance }) => !isOwn(balance));
  for (const entry of [...entries, ...state.past]) if (entry.origin === tenant) entry.origin = name;
  forget(state.holds, isOwn);
  forget(state.charges, isOwn);
  forget(state.balances, isOwn);
  forget(state.overrides, isOwn);
  state.tenants.delete(tenant);
  state.refusals = state.refusals.filter(({ balance }) => !isOwn(balance));
  state.notices = others(state.notices);
  state.audit = others(state.audit);
  state.grants = others(state.grants);
  for (const grant of state.grants) if (grant.from === tenant) grant.from = name;
  note(world, name, { action: 'erase_tenant', by, before: null, after: { entries: gone } });
  world.changed.add(tenant);
  return { erased: true };
}

/** What it holds of others' pools is remaining again; what others hold of its own goes with it. */
function letGo(world: World, hold: WorldHold, tenant: string): void {
  for (const part of hold.parts) {
    const isOthers = hold.tenant === tenant && part.balance.tenant !== tenant;
    if (isOthers && hold.isHeld && part.isHeld) count(world, part.balance, part.period, 0, -restOf(part));
  }
  hold.parts = hold.parts.filter(({ balance }) => balance.tenant !== tenant);
}

function forget<T>(rows: Map<string, T>, isOwn: (row: T) => boolean): void {
  for (const [key, row] of rows) if (isOwn(row)) rows.delete(key);
}
