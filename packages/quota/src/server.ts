/** The engine's door: decides and accounts, on Postgres. */
export type { Connection } from './database/connect.ts';
export { migrateQuota } from './database/migrate.ts';
export type { CallerTransaction } from './engine/caller-transaction.ts';
export type { ConsumeOptions } from './engine/consume.ts';
export { createQuota, type Quota, type QuotaOptions } from './engine/create-quota.ts';
export type { Charge, Decision, MeterAfter } from './engine/decision.ts';
export type { FreeRequest } from './engine/free.ts';
export { InvalidRequestError, KeyReusedError, QuotaUnavailableError } from './engine/quota-error.ts';
export type { Refund, RefundRequest } from './engine/refund.ts';
export type { ConsumeRequest } from './engine/request.ts';
export type { ChangeBy, TenantSettings } from './engine/set-tenant.ts';
export type { Notice, ThresholdFacts } from './outbox/notice.ts';
export type { Relay, RelayOptions } from './outbox/relay.ts';
