import type { Quota } from '../engine/quota.ts';
import { type ContractsCatalog, contractsCatalog } from './contracts-catalog.ts';
import { settled } from './settled.ts';
import { toldRecords } from './told-records.ts';

type Counted = Exclude<keyof ContractsCatalog['meters'], 'requests' | 'keyed'>;

/** What is looked at when a history has ended. */
export type View = 'usage' | 'explained' | 'risks' | 'stored' | 'rolled';
export const views: View[] = ['usage', 'explained', 'risks', 'stored', 'rolled'];

/** Whose accounts are asked for. */
export type AccountsAsked = {
  tenant: string;
  /** All of which the tenant has a balance. */
  meters: string[];
  charges: { id: string; meters: string[] }[];
  /** From before the first event to after the last one, ISO 8601. */
  from: string;
  to: string;
};

/** What the verbs that account tell, without ids: they differ from side to side. */
export async function toldAccounts(quota: Quota<ContractsCatalog>, view: View, asked: AccountsAsked): Promise<unknown> {
  switch (view) {
    case 'usage':
      return Promise.all(usageTold(quota, asked));
    case 'explained':
      return Promise.all(asked.charges.map(({ id }) => settled(() => explained(quota, asked.tenant, id))));
    case 'risks':
      await openAll(quota, asked);
      return (await quota.atRisk({ tenant: asked.tenant, atLeast: 50 })).map((risk) => JSON.stringify(risk)).sort();
    case 'stored': {
      await openAll(quota, asked);
      // Up to where it is aggregated depends on who else did so.
      const { rollup: _, ...stored } = await toldRecords(quota, asked.tenant, asked.to);
      return stored;
    }
    case 'rolled':
      await quota.aggregate();
      return (await toldRecords(quota, asked.tenant, asked.to)).rollup;
    default:
      return view satisfies never;
  }
}

function usageTold(quota: Quota<ContractsCatalog>, { tenant, charges, from, to }: AccountsAsked): Promise<unknown>[] {
  const range = { from, to };
  const used = new Set((charges.at(-1)?.meters ?? []).filter(isCounted).slice(0, 2));
  return [
    ...[...used].map((meter) => quota.history({ tenant, meter, grain: 'day', by: 'actor', ...range })),
    ...[...used].map((meter) => quota.history({ tenant, meter, grain: 'hour', by: 'feature', ...range })),
    quota.ownUsage(tenant, 'ada'),
  ];
}

/** What no call has opened since something changed stands as it was before. */
async function openAll(quota: Quota<ContractsCatalog>, { tenant, meters }: AccountsAsked): Promise<void> {
  const opened = meters.filter(isCounted);
  if (opened.length === 0) return;
  await quota.check({ tenant, meters: Object.fromEntries(opened.map((meter) => [meter, 1])) });
}

/** Meters are told in the order in which their balances were made: that of one call isn't settled. */
async function explained(quota: Quota<ContractsCatalog>, tenant: string, charge: string): Promise<unknown> {
  const { sentence: _, meters, ...explanation } = await quota.explain({ tenant, charge });
  return { ...explanation, meters: meters.sort((a, b) => (a.meter < b.meter ? -1 : 1)) };
}

const isCounted = (meter: string): meter is Counted =>
  contractsCatalog.meters[meter as keyof ContractsCatalog['meters']].kind !== 'rate';
