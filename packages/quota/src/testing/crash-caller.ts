import { createQuota } from '../server.ts';
import { crashCatalog, hotTenants, spreadTenants } from './crash-catalog.ts';

/**
 * One process of the crash test: 64 callers that spend for ten seconds, half of them with keys that they send twice. Tells
 * its parent what was granted, and nothing else: no decision that a client saw may be missing from the ledger.
 */
const callers = 64;
const forMs = Number(process.argv[3]);
const quota = createQuota({ catalog: crashCatalog, connection: process.argv[2] as string });
const granted: { charge: string; amount: number }[] = [];
const outcomes: Record<string, number> = {};
const until = Date.now() + forMs;

async function call(caller: number, turn: number) {
  const spread = turn % 3 === 0;
  const tenants = spread ? spreadTenants : hotTenants;
  const tenant = tenants[Math.floor(Math.random() * tenants.length)] as string;
  const amount = 1 + (turn % 3);
  const key = turn % 2 ? `${process.pid}-${caller}-${turn}` : undefined;
  const request = { tenant, meters: turn % 5 ? { calls: amount } : { calls: amount, tokens: 10 }, key };
  // The same key at once and again: a client that lost patience.
  const decisions = await Promise.all(Array.from({ length: key ? 2 : 1 }, () => quota.consume(request)));
  for (const decision of decisions) {
    const name = decision.outcome === 'refused' ? decision.refusal.reason : decision.outcome;
    outcomes[name] = (outcomes[name] ?? 0) + 1;
    if (decision.outcome === 'granted') granted.push({ charge: decision.charge, amount });
  }
}

await Promise.all(
  Array.from({ length: callers }, async (_, caller) => {
    for (let turn = 0; Date.now() < until; turn++) await call(caller, turn);
  }),
);
process.send?.({ granted, outcomes }, () => {
  void quota.close().then(() => process.exit(0));
});
