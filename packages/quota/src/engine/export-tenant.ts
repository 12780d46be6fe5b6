import type { Limit } from '../catalog/limit.ts';
import type { GrantSource } from '../usage/meter-usage.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { checkName } from './request.ts';
import { withRetry } from './with-retry.ts';

/** Times are ISO 8601, null: none. Amounts are whole units. Meters are named as they are stored: by their first names. */
export type ExportRecord =
  | {
      type: 'tenant';
      tenant: string;
      parent: string | null;
      plan: string;
      nextPlan: string | null;
      nextPlanAt: string | null;
      anchor: string;
      zone: string;
      suspendedAt: string | null;
      createdAt: string;
    }
  | ({ type: 'balance'; actor: string; used: number; held: number } & OfMeter & Bounds)
  | ({
      type: 'entry';
      kind: 'consume' | 'settle' | 'record' | 'refund' | 'free' | 'recount' | 'reverse' | 'brought_forward';
      amount: number;
      at: string;
      bookedAt: string;
      periodStart: string | null;
      charge: string;
      actor: string;
      feature: string;
      late: boolean;
      /** Drawn on a parent's pool, or given from its own to a child, whose actor and feature are left out. */
      pool: 'drawn' | 'given' | null;
    } & OfMeter)
  | ({
      type: 'rollup';
      grain: 'hour' | 'day';
      start: string;
      actor: string;
      feature: string;
      amount: number;
      calls: number;
    } & OfMeter)
  | {
      type: 'hold';
      hold: string;
      actor: string;
      feature: string;
      madeAt: string;
      expiresAt: string;
      endedAt: string | null;
      ending: 'settled' | 'released' | null;
      lines: ({ amount: number; settled: number } & OfMeter)[];
    }
  | ({
      type: 'grant';
      grant: string;
      amount: number;
      source: GrantSource;
      startsAt: string;
      expiresAt: string | null;
      drawn: number;
      from: string | null;
      reason: string;
      madeAt: string;
    } & OfMeter)
  | ({
      type: 'override';
      limit: Limit;
      until: string | null;
      reason: string;
      actor: string;
      madeAt: string;
    } & OfMeter)
  | ({
      type: 'period';
      used: number;
      held: number;
      closedAt: string | null;
      included: number | null;
      granted: number | null;
      overage: number | null;
      late: number | null;
    } & OfMeter &
      Bounds)
  | ({ type: 'refusal'; minute: string; reason: string; actor: string; count: number; asked: number } & OfMeter)
  | { type: 'notice'; notice: string; kind: string; facts: unknown; madeAt: string; sentAt: string | null }
  | {
      type: 'audit';
      at: string;
      actor: string;
      action: string;
      reason: string;
      before: unknown;
      after: unknown;
    };

type OfMeter = { meter: string };
/** Null amounts: unlimited. */
type Bounds = { periodStart: string | null; periodEnd: string | null; line: number | null; ceiling: number | null };

const types = [
  'tenant',
  'balance',
  'entry',
  'rollup',
  'hold',
  'grant',
  'override',
  'period',
  'refusal',
  'notice',
  'audit',
] as const satisfies ExportRecord['type'][];
const recordsAtOnce = 1_000;

/**
 * All that is stored of a tenant, record by record, types in the order above: for its owner to take away, one line of JSON
 * each. A thousand records are in memory at most, whatever the ledger's length. Each page is of its own moment: what is
 * booked while it streams may be in it or not. A tenant that was never seen has no records.
 * @throws QuotaUnavailableError while the database is away; start again.
 */
export async function* exportTenant(context: EngineContext, tenant: string): AsyncGenerator<ExportRecord, void> {
  checkName('tenant', tenant);
  const { sql } = context.database;
  for (const type of types) {
    let after: string | null = null;
    for (let found = recordsAtOnce; found === recordsAtOnce; ) {
      const page: { place: string; record: object }[] = await withRetry(
        () => sql<{ place: string; record: object }[]>`
          select place::text as place, record from quota.export_page_1(${tenant}, ${type}, ${after}::text::jsonb, ${recordsAtOnce})`,
      ).catch(unavailableUnlessBug);
      for (const { record } of page) yield { type, ...record } as ExportRecord;
      after = page.at(-1)?.place ?? null;
      found = page.length;
    }
  }
}
