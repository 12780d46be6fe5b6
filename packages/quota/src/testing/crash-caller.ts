import { createQuota } from '../server.ts';
import { crashCatalog, hotTenants, spreadTenants, teamTenants } from './crash-catalog.ts';

/**
 * One process of the hammer: 64 callers that spend and hold, half of them with keys that they send twice. Tells its parent
 * what was granted, and nothing else: no decision that a client saw may be missing from the ledger.
 */
const callers = 64;
const forMs = Number(process.argv[3]);
const quota = createQuota({ catalog: crashCatalog, connection: process.argv[2] as string });
const granted: { charge: string; amount: number }[] = [];
const settled: { hold: string; amount: number }[] = [];
const outcomes: Record<string, number> = {};
const until = Date.now() + forMs;

const tell = (name: string) => {
  outcomes[name] = (outcomes[name] ?? 0) + 1;
};
const anyOf = (tenants: string[]) => tenants[Math.floor(Math.random() * tenants.length)] as string;

async function spend(caller: number, turn: number) {
  const tenant = anyOf(turn % 3 === 0 ? spreadTenants : turn % 7 === 0 ? teamTenants : hotTenants);
  const amount = 1 + (turn % 3);
  const key = turn % 2 ? `${process.pid}-${caller}-${turn}` : undefined;
  // Several lines in opposite orders: their balances are locked in one.
  const lines = turn % 5 ? { calls: amount } : turn % 2 ? { calls: amount, tokens: 10 } : { tokens: 10, calls: amount };
  const request = { tenant, meters: lines, key };
  // The same key at once and again: a client that lost patience.
  const decisions = await Promise.all(Array.from({ length: key ? 2 : 1 }, () => quota.consume(request)));
  for (const decision of decisions) {
    tell(decision.outcome === 'refused' ? decision.refusal.reason : decision.outcome);
    if (decision.outcome === 'granted') granted.push({ charge: decision.charge, amount });
  }
}

/** Sets aside, works, and settles, releases, or forgets about it. */
async function work(turn: number) {
  const tenant = anyOf(turn % 2 ? hotTenants : spreadTenants);
  const decision = await quota.hold({ tenant, meters: { slots: 1, tokens: 5 }, forMs: 1_000 });
  tell(decision.outcome === 'refused' ? `hold ${decision.refusal.reason}` : `hold ${decision.outcome}`);
  if (decision.outcome !== 'granted') return;
  const { hold } = decision;
  const end = turn % 4;
  if (end === 0) return;
  await (end === 1
    ? quota.release({ tenant, hold })
    : quota.settle({ tenant, hold, meters: { tokens: end } }).then(() => settled.push({ hold, amount: end }))
  ).catch((cause: Error) => tell(`end ${cause.name} ${cause.message}`));
}

await Promise.all(
  Array.from({ length: callers }, async (_, caller) => {
    for (let turn = caller; Date.now() < until; turn++) await (turn % 6 === 0 ? work(turn / 6) : spend(caller, turn));
  }),
);
process.send?.({ granted, settled, outcomes }, () => {
  void quota.close().then(() => process.exit(0));
});
