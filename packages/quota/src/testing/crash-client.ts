import { createQuota } from '../server.ts';
import { crashCatalog } from './crash-catalog.ts';

/**
 * A client of the crash rounds: does the work of one round, each piece under a key of its own, and tells its parent when
 * all of it is done. Killed and started again it does the same work with the same keys.
 */
const [, , url, round, pieces] = process.argv as [string, string, string, string, string];
const quota = createQuota({ catalog: crashCatalog, connection: url });

async function piece(index: number): Promise<void> {
  const tenant = `c-${index % 20}`;
  const key = `${round}-${index}`;
  if (index % 3 > 0) {
    const decision = await quota.consume({ tenant, meters: { tokens: 1 + (index % 4) }, key });
    if (decision.outcome === 'refused') return piece(index);
    return;
  }
  const decision = await quota.hold({ tenant, meters: { tokens: 10 }, key, forMs: 600_000 });
  if (decision.outcome === 'refused') return piece(index);
  const { hold } = decision;
  for (;;) {
    try {
      await quota.settle({ tenant, hold, meters: { tokens: 7 } });
      return;
    } catch (cause) {
      // Settled by a client before this one, which did not live to tell.
      if ((cause as Error).name === 'HoldEndedError') return;
      if ((cause as Error).name !== 'QuotaUnavailableError') throw cause;
    }
  }
}

const all = Array.from({ length: Number(pieces) }, (_, index) => index);
await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (let index = all.shift(); index !== undefined; index = all.shift()) await piece(index);
  }),
);
process.send?.('done', () => {
  void quota.close().then(() => process.exit(0));
});
