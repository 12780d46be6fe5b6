/** The tRPC door: protects procedures of the application's own. */
export type { Amount, CallFacts, ChargeOptions, Right } from './trpc/charge-call.ts';
export { createQuotaTrpc, type QuotaContext, type QuotaProcedureOn, type QuotaTrpc } from './trpc/create-quota-trpc.ts';
export { operationKey } from './trpc/operation-key.ts';
export type { ListedPlan, PlansProcedures } from './trpc/plans-procedures.ts';
export { QuotaDecisionError, type QuotaErrorData, withQuotaData } from './trpc/quota-error-data.ts';
export type { UsageProcedures } from './trpc/usage-procedures.ts';
