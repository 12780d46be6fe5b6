import { type Catalog, formatAmount, formatMoment, formatSpan, type QuotaRefusal } from '@plimsoll/quota';
import { titleOf } from './refusal-words.ts';

type Exhausted = Extract<QuotaRefusal, { reason: 'exhausted' }>;

/** The numbers of a refusal, each with its name. */
export function refusalFacts(refusal: Exhausted, catalog: Catalog, zone: string): { name: string; value: string }[] {
  const { used, line, held, asked, period, plan, remaining } = refusal;
  const facts = [{ name: 'Used', value: `${formatAmount(used)} of ${formatAmount(line)}` }];
  if (held > 0) facts.push({ name: 'Held', value: formatAmount(held) });
  facts.push({ name: 'This call asks for', value: formatAmount(asked) });
  if (!period) {
    facts.push({ name: 'Remaining', value: formatAmount(remaining) });
    facts.push({ name: 'Plan', value: titleOf(catalog, plan) });
    return facts;
  }
  facts.push({ name: 'Resets', value: formatMoment(period.end, zone) });
  const waitMs = Date.parse(period.end) - Date.parse(refusal.at);
  if (held === 0) facts.push({ name: 'Time until then', value: formatSpan(waitMs) });
  return facts;
}

export function RefusalFacts({ facts }: { facts: readonly { name: string; value: string }[] }) {
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
