/** The tRPC door: protects procedures of the application's own. */
export type { Amount, Amounts, CallFacts, ChargeOptions, HoldOptions, OperationKey, Right } from './trpc/call-facts.ts';
export { createQuotaTrpc, type QuotaProcedureOn, type QuotaTrpc } from './trpc/create-quota-trpc.ts';
export { quotaErrors } from './trpc/map-quota-errors.ts';
export { operationKey } from './trpc/operation-key.ts';
export type { ListedPlan, PlansProcedures } from './trpc/plans-procedures.ts';
export type { HoldContext, QuotaContext, QuotaContexts, Settled } from './trpc/quota-context.ts';
export { QuotaDecisionError, type QuotaErrorData, withQuotaData } from './trpc/quota-error-data.ts';
export { quotaResponseMeta } from './trpc/quota-response-meta.ts';
export type { UsageProcedures } from './trpc/usage-procedures.ts';
