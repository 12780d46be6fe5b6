import { type Catalog, formatAmount, formatMoment, formatSpan } from '@plimsoll/quota';
import { formatWait } from '../wait-words.ts';
import type { LimitRefusal } from './limit-refusal.ts';
import { titleOf } from './refusal-words.ts';

type Fact = { readonly name: string; readonly value: string };

/** The numbers of a refusal, each with its name. */
export function refusalFacts(refusal: LimitRefusal, catalog: Catalog, zone: string): Fact[] {
  const { held, asked, period, plan, remaining, pool, retryAfterMs } = refusal;
  const facts: Fact[] = [{ name: 'Used', value: usedWords(refusal) }];
  if (held > 0) facts.push({ name: 'Held', value: formatAmount(held) });
  facts.push({ name: 'This call asks for', value: formatAmount(asked) });
  if (refusal.reason === 'too_fast') {
    if (retryAfterMs !== null) facts.push({ name: 'Room in', value: formatWait(retryAfterMs) });
    return facts;
  }
  if (pool) {
    facts.push({ name: 'Remaining', value: formatAmount(remaining) });
    if (pool.remaining !== null) facts.push({ name: 'Of it in the pool', value: formatAmount(pool.remaining) });
  }
  if (!period) {
    if (!pool) facts.push({ name: 'Remaining', value: formatAmount(remaining) });
    facts.push({ name: 'Plan', value: titleOf(catalog, plan) });
    return facts;
  }
  facts.push({ name: 'Resets', value: formatMoment(period.end, zone) });
  const waitMs = Date.parse(period.end) - Date.parse(refusal.at);
  if (held === 0 && !pool) facts.push({ name: 'Time until then', value: formatSpan(waitMs) });
  return facts;
}

function usedWords({ reason, limit, line, ceiling, used }: LimitRefusal): string {
  if (limit.type === 'pooled' && limit.cap === undefined) return formatAmount(used);
  const whole = reason === 'too_fast' ? `${formatAmount(ceiling)} at once` : formatAmount(line);
  return `${formatAmount(used)} of ${whole}`;
}

export function RefusalFacts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="plimsoll-facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
