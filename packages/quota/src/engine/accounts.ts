import type { Catalog } from '../catalog/define-catalog.ts';
import { type Aggregated, type AggregationHealth, aggregate, aggregationHealth } from './aggregate.ts';
import { atRisk } from './at-risk.ts';
import { closePeriods } from './close-periods.ts';
import type { EngineContext } from './engine-context.ts';
import { eraseTenant } from './erase-tenant.ts';
import { type ExplainRequest, explain } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { type ExportRecord, exportTenant } from './export-tenant.ts';
import { history } from './history.ts';
import { type ReconcileOptions, type Reconciliation, reconcile } from './reconcile.ts';
import { type Retained, retain } from './retain.ts';
import { type Reversal, type ReverseRequest, reverse } from './reverse.ts';
import type { AtRiskRequest } from './risk.ts';
import type { Upkeep } from './upkeep.ts';
import type { AtRisk, ChangeBy, HistoryBucket, HistoryRequest } from './verbs.ts';

/** The verbs that explain and account. */
export type Accounts<C extends Catalog> = {
  /** What a tenant used, by hours, days or months. */
  history(request: HistoryRequest<C>): Promise<HistoryBucket[]>;
  /** Why a decision came out as it did: of a charge, or of a refusal as it was answered. */
  explain(request: ExplainRequest<C>): Promise<Explanation<C>>;
  /** Meters that near their line or passed it, soonest first. */
  atRisk(request?: AtRiskRequest): Promise<AtRisk<C>[]>;
  /** Adds what the ledger gained to the rollups by hour and day. */
  aggregate(options?: { most?: number }): Promise<Aggregated>;
  /** How far the rollups are behind the ledger. */
  aggregationHealth(): Promise<AggregationHealth>;
  /** Closes periods that ended more than a day ago, for billing. */
  closePeriods(options?: { most?: number }): Promise<{ closed: number }>;
  /** Compares balances with ledger and holds, levels with the application's count; mends where it is told to. */
  reconcile(
    which: { tenant: string } | { all: true },
    options: ReconcileOptions<C>,
    by: ChangeBy,
  ): Promise<Reconciliation<C>>;
  /** Undoes charges of a range; first as a dry run. */
  reverse(request: ReverseRequest<C>, by: ChangeBy, options?: { dryRun?: boolean }): Promise<Reversal<C>>;
  /** All that is stored of a tenant, record by record. */
  exportTenant(tenant: string): AsyncIterable<ExportRecord>;
  /** Forgets a tenant, for good. */
  eraseTenant(tenant: string, by: ChangeBy): Promise<{ erased: boolean }>;
  /** Keeps the ledger's last months and drops those before. */
  retain(request: { months: number }): Promise<Retained>;
};

export const accountsOf = <C extends Catalog>(context: EngineContext<C>, upkeep: Upkeep): Accounts<C> => ({
  history: (request) => history(context, request),
  explain: (request) => explain(context, request),
  atRisk: (request) => atRisk(context, request),
  aggregate: (options) => aggregate(context, upkeep, options),
  aggregationHealth: () => aggregationHealth(context),
  closePeriods: (options) => closePeriods(context, options),
  reconcile: (which, options, by) => reconcile(context, upkeep, which, options, by),
  reverse: (request, by, options) => reverse(context, request, by, options),
  exportTenant: (tenant) => exportTenant(context, tenant),
  eraseTenant: (tenant, by) => eraseTenant(context, upkeep, tenant, by),
  retain: (request) => retain(context, upkeep, request),
});
