/** The engine's door: decides and accounts, on Postgres. */
export type { Connection } from './database/connect.ts';
export { migrateQuota } from './database/migrate.ts';
export type { Accounts } from './engine/accounts.ts';
export type { Aggregated, AggregationHealth } from './engine/aggregate.ts';
export type { CallerTransaction } from './engine/caller-transaction.ts';
export { createQuota, type QuotaOptions } from './engine/create-quota.ts';
export { erasedName } from './engine/erased-name.ts';
export type { ExplainRequest } from './engine/explain.ts';
export type { ExplainedMeter, Explanation } from './engine/explanation.ts';
export type { ExportRecord } from './engine/export-tenant.ts';
export type { Quota } from './engine/quota.ts';
export { HoldEndedError, InvalidRequestError, KeyReusedError, QuotaUnavailableError } from './engine/quota-error.ts';
export type { Drift, ReconcileOptions, Reconciliation } from './engine/reconcile.ts';
export type { RecountOptions } from './engine/recount.ts';
export type { Retained } from './engine/retain.ts';
export type { Reversal, ReverseRequest } from './engine/reverse.ts';
export type { AtRiskRequest } from './engine/risk.ts';
export type { PlanChangeOptions } from './engine/set-tenant.ts';
export type {
  AtRisk,
  ChangeBy,
  Charge,
  Check,
  ConsumeOptions,
  ConsumeRequest,
  Decision,
  FreeRequest,
  GrantRequest,
  HistoryBucket,
  HistoryRequest,
  Hold,
  HoldDecision,
  HoldRequest,
  MeterAfter,
  OverrideRequest,
  Recorded,
  RecordRequest,
  RecountRequest,
  Refund,
  RefundRequest,
  Settlement,
  SettleRequest,
  TenantSettings,
  TransferRequest,
} from './engine/verbs.ts';
export type { Notice, ThresholdFacts } from './outbox/notice.ts';
export type { Relay, RelayOptions } from './outbox/relay.ts';
