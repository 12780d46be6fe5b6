import { type ContractsCatalog, contractsCatalog } from './contracts-catalog.ts';
import { settled } from './settled.ts';
import type { TestQuota } from './test-quota.ts';

export type Verbs = Omit<TestQuota<ContractsCatalog>, 'clock' | 'inspect' | 'fork'>;
type Counted = Exclude<keyof ContractsCatalog['meters'], 'requests' | 'keyed'>;

/** What is looked at when a history has ended. */
export type View = 'usage' | 'explained';
export const views: View[] = ['usage', 'explained'];

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
export async function toldAccounts(quota: Verbs, view: View, asked: AccountsAsked): Promise<unknown> {
  switch (view) {
    case 'usage':
      return Promise.all(usageTold(quota, asked));
    case 'explained':
      return Promise.all(asked.charges.map(({ id }) => settled(() => explained(quota, asked.tenant, id))));
    default:
      return view satisfies never;
  }
}

function usageTold(quota: Verbs, { tenant, charges, from, to }: AccountsAsked): Promise<unknown>[] {
  const range = { from, to };
  const used = new Set((charges.at(-1)?.meters ?? []).filter(isCounted).slice(0, 2));
  return [
    ...[...used].map((meter) => quota.history({ tenant, meter, grain: 'day', by: 'actor', ...range })),
    ...[...used].map((meter) => quota.history({ tenant, meter, grain: 'hour', by: 'feature', ...range })),
    quota.ownUsage(tenant, 'ada'),
  ];
}

/** Meters are told in the order in which their balances were made: that of one call isn't settled. */
async function explained(quota: Verbs, tenant: string, charge: string): Promise<unknown> {
  const { sentence: _, meters, ...explanation } = await quota.explain({ tenant, charge });
  return { ...explanation, meters: meters.sort((a, b) => (a.meter < b.meter ? -1 : 1)) };
}

const isCounted = (meter: string): meter is Counted =>
  contractsCatalog.meters[meter as keyof ContractsCatalog['meters']].kind !== 'rate';
