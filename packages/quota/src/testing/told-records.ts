import type { Quota } from '../engine/quota.ts';
import { type ContractsCatalog, contractsCatalog } from './contracts-catalog.ts';

/**
 * What is stored of a tenant, by type, as far as both sides must agree on it: without ids, and without what stands there as
 * it was when a call last needed it: what grants gave, the contract of a balance of one actor and of a period that ended.
 */
export async function toldRecords(
  quota: Quota<ContractsCatalog>,
  tenant: string,
  at: string,
): Promise<Record<string, string[]>> {
  const told: Record<string, string[]> = {};
  for await (const record of quota.exportTenant(tenant)) {
    const words = wordsOf(record, at);
    if (words === null) continue;
    told[record.type] ??= [];
    told[record.type]?.push(JSON.stringify(sorted(words)));
  }
  return Object.fromEntries(Object.entries(told).map(([type, all]) => [type, all.sort()]));
}

type Stored = ReturnType<Quota<ContractsCatalog>['exportTenant']> extends AsyncIterable<infer R> ? R : never;

function wordsOf(record: Stored, at: string): object | null {
  switch (record.type) {
    case 'tenant': {
      const { createdAt: _, nextPlan, nextPlanAt, ...words } = record;
      // A change that is due has happened, also where nobody wrote it down.
      const isDue = nextPlanAt !== null && nextPlanAt <= at;
      return isDue ? { ...words, plan: nextPlan } : { ...words, ...(nextPlan && { nextPlan, nextPlanAt }) };
    }
    case 'balance':
      return record.actor === '' && isCounted(record.meter) ? record : null;
    case 'entry': {
      const { charge: _, ...words } = record;
      return words;
    }
    case 'hold': {
      const { hold: _, ...words } = record;
      return words;
    }
    case 'grant': {
      const { grant: _, drawn: __, ...words } = record;
      return record.source === 'rollover' ? null : words;
    }
    case 'override':
      return record.until === null || record.until > at ? record : null;
    case 'period': {
      const { line: _, ceiling: __, ...words } = record;
      return record.used !== 0 || record.held !== 0 ? words : null;
    }
    case 'rollup':
      // What came back since it was aggregated leaves a sum of nothing.
      return record.amount !== 0 || record.calls !== 0 ? record : null;
    case 'refusal':
      return record;
    case 'notice': {
      const { meter, level, amount } = record.facts as { meter: string; level: string; amount: number };
      // A line that falls to what is used is told when a call looks next, if its period runs still.
      return level === 'reached' ? null : { meter, level, amount };
    }
    case 'audit': {
      const { actor, action, reason } = record;
      return { actor, action, reason, at: record.at };
    }
    default:
      return record satisfies never;
  }
}

const isCounted = (meter: string) => contractsCatalog.meters[meter as keyof ContractsCatalog['meters']].kind !== 'rate';

/** JSON that was stored and read again has its keys in another order. */
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, inner]) => [key, sorted(inner)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value;
