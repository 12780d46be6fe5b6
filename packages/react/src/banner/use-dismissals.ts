import { useCallback, useEffect, useState } from 'react';
import type { NamedMeter } from '../meter/named-meter.ts';
import {
  type DismissalStorage,
  isDismissable,
  markOf,
  readDismissals,
  standingDismissals,
  writeDismissals,
} from './dismissals.ts';

/** Which marks a person has put away, kept in this browser per tenant. */
export function useDismissals(tenant: string, meters: readonly NamedMeter[], storage: DismissalStorage | null) {
  const [state, setState] = useState(() => ({ tenant, marks: readDismissals(storage, tenant) }));
  const stored = state.tenant === tenant ? state.marks : readDismissals(storage, tenant);
  const marks = standingDismissals(stored, meters);

  useEffect(() => {
    if (marks === state.marks) return;
    writeDismissals(storage, tenant, marks);
    setState({ tenant, marks });
  }, [marks, state.marks, storage, tenant]);

  const dismiss = useCallback(
    (meter: NamedMeter) => {
      const next = [...marks, markOf(meter)];
      writeDismissals(storage, tenant, next);
      setState({ tenant, marks: next });
    },
    [marks, storage, tenant],
  );

  const isDismissed = (meter: NamedMeter) => isDismissable(meter) && marks.includes(markOf(meter));
  return { isDismissed, dismiss };
}
