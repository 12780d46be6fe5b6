import { uuidv7 } from 'uuidv7';
import type { Prepared } from './decide-request.ts';
import type { Line } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { type AmountsRequest, hashesOf } from './request.ts';

/**
 * A request whose lines were checked, as it is decided: meters that are switched off are left out.
 * @param kind a check looks no key up.
 */
export async function prepare(
  context: EngineContext,
  kind: 'consume' | 'hold' | 'check',
  request: AmountsRequest,
  lines: Line[],
): Promise<Prepared> {
  await context.modes.ready();
  const { tenant, actor = '', scope = '', feature = scope, partial = false } = request;
  return {
    kind,
    tenant,
    lines: lines.filter(([meter]) => context.modes.of(meter) !== 'off'),
    charge: uuidv7(),
    actor,
    feature,
    isPartial: partial,
    ...(kind === 'check' ? { key: null, requestHash: null } : hashesOf(request, lines, kind)),
  };
}
