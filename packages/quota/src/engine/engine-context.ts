import type { Catalog } from '../catalog/define-catalog.ts';
import type { Database } from '../database/connect.ts';
import type { Changes } from '../outbox/change-feed.ts';
import type { Admitted } from './admitted.ts';
import type { DecisionQueue } from './decision-queue.ts';
import type { BalanceName, KnownBalances } from './known-balances.ts';
import type { MissedRefusals } from './missed-refusals.ts';
import type { Modes } from './modes.ts';

/** What every verb of one engine shares. */
export type EngineContext<C extends Catalog = Catalog> = {
  readonly catalog: C;
  readonly database: Database;
  readonly balances: KnownBalances;
  readonly changes: Changes;
  readonly modes: Modes;
  readonly queue: DecisionQueue;
  readonly admitted: Admitted;
  readonly missed: MissedRefusals;
  /** The number under which this process's declaration decides; asked for once. */
  catalogVersion(): Promise<number>;
  /** Opens balances, together with those that others ask for at the same time. */
  openBalances(names: BalanceName[]): Promise<void>;
  /** The test clock's time, ISO 8601; null in production, where the database's own time decides. */
  testNow(): string | null;
  /** Told when a notice was written, so that the relay looks at once. */
  onCrossed(): void;
};
