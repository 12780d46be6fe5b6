import type { ChangeBy } from '../engine/verbs.ts';
import type { World, WorldAudit } from './world.ts';

/** A change as it is put on record: what held before, and after. */
export type Noted = Pick<WorldAudit, 'action' | 'before' | 'after'> & { by: ChangeBy };

export function note({ state }: World, tenant: string, { by, ...change }: Noted): void {
  const { actor, reason } = by;
  state.audit.push({ tenant, atMs: state.nowMs, actor, reason, ...change });
}
