/** The engine's door: decides and accounts, on Postgres. */
export type { Connection } from './database/connect.ts';
export { migrateQuota } from './database/migrate.ts';
export type { CallerTransaction } from './engine/caller-transaction.ts';
export { createQuota, type QuotaOptions } from './engine/create-quota.ts';
export type { Quota } from './engine/quota.ts';
export { HoldEndedError, InvalidRequestError, KeyReusedError, QuotaUnavailableError } from './engine/quota-error.ts';
export type { RecountOptions } from './engine/recount.ts';
export type { PlanChangeOptions } from './engine/set-tenant.ts';
export type {
  ChangeBy,
  Charge,
  Check,
  ConsumeOptions,
  ConsumeRequest,
  Decision,
  FreeRequest,
  GrantRequest,
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
