import { checkName } from '../engine/request.ts';
import type { World } from './world.ts';

/** Tells who listens of changes: right after the call that made them, once a call. What time alone changes isn't told. */
export function changesOf({ changed }: World) {
  const listeners = new Map<string, Set<() => void>>();
  return {
    async listen(tenant: string, onChange: () => void): Promise<() => void> {
      checkName('tenant', tenant);
      const own = (listeners.get(tenant) ?? new Set()).add(onChange);
      listeners.set(tenant, own);
      return () => void own.delete(onChange);
    },
    tell(): void {
      const tenants = [...changed];
      changed.clear();
      for (const tenant of tenants) for (const onChange of listeners.get(tenant) ?? []) onChange();
    },
  };
}
