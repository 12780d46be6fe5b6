import type { Catalog, CountedName, MeterName } from '../catalog/define-catalog.ts';
import { meterOfStored, storedMeter } from '../catalog/stored-meter.ts';
import { checkCounted, checkRange } from './check-history.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { checkBy } from './grant.ts';
import { InvalidRequestError } from './quota-error.ts';
import { giveBack } from './refund.ts';
import { checkName, checkText } from './request.ts';
import type { ChangeBy } from './verbs.ts';
import { withPatience } from './with-retry.ts';

export type ReverseRequest<C extends Catalog = Catalog> = {
  tenant: string;
  /** Of one meter only; of all where it is left out. */
  meter?: CountedName<C> | undefined;
  /** Of one feature only. */
  feature?: string | undefined;
  /** When the charges were made, or their events happened: ISO 8601 or a date, half-open `[from, to)`. */
  from: string | Date;
  to: string | Date;
};

export type Reversal<C extends Catalog = Catalog> = {
  /** How many charges something was, or would be, returned of. */
  charges: number;
  /** What was, or would be, returned, by meter. */
  meters: { [M in MeterName<C>]?: number };
  dryRun: boolean;
};

type Left = { charge: string; lines: [meter: string, amount: number][] };

const chargesAtOnce = 500;
const firstCharge = '00000000-0000-0000-0000-000000000000';

/**
 * Undoes charges that were booked wrongly: an entry against each, of kind `reverse`, in its period while that is open, else
 * in the present one, marked late. Each charge once: what was refunded stays so, and a run that broke off is run again.
 * The audit has the request and what it was about to return, before the first of them.
 * @param options.dryRun tells what would be returned and changes nothing. @default true
 * @throws InvalidRequestError for a meter that is none or a rate, or an empty range. QuotaUnavailableError while the database
 * is away: what was returned before stays so; run it again.
 */
export async function reverse<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, meter, feature, ...range }: ReverseRequest<C>,
  by: ChangeBy,
  { dryRun = true }: { dryRun?: boolean } = {},
): Promise<Reversal<C>> {
  checkName('tenant', tenant);
  if (meter !== undefined) checkCounted(context.catalog, meter);
  if (feature !== undefined) checkText('feature', feature);
  checkBy(by);
  const asked: Asked = { tenant, meter: meter ?? null, feature: feature ?? null, ...checkRange(range) };
  const foreseen = reversalOf<C>(true);
  for await (const { lines } of chargesLeft(context, asked)) add(foreseen, lines);
  if (dryRun) return foreseen;
  await audit(context, asked, foreseen, by);
  const done = reversalOf<C>(false);
  for await (const left of chargesLeft(context, asked)) {
    const returned = await reverseOne(context, asked, left, by.actor);
    if (returned.length > 0) add(done, returned);
  }
  return done;
}

type Asked = { tenant: string; meter: string | null; feature: string | null; from: string; to: string };

const reversalOf = <C extends Catalog>(dryRun: boolean): Reversal<C> => ({ charges: 0, meters: {}, dryRun });

function add<C extends Catalog>(sum: Reversal<C>, lines: [string, number][]): void {
  sum.charges += 1;
  for (const [meter, amount] of lines as [MeterName<C>, number][])
    sum.meters[meter] = (sum.meters[meter] ?? 0) + amount;
}

/** Of one meter of a charge exactly what is left: less, where somebody returned some of it meanwhile. */
async function reverseOne(
  context: EngineContext,
  asked: Asked,
  left: Left,
  actor: string,
): Promise<[string, number][]> {
  const { tenant, meter } = asked;
  const request = { tenant, charge: left.charge, actor, kind: 'reverse' } as const;
  if (meter === null) return Object.entries((await giveBack(context, request)).meters) as [string, number][];
  for (let lines = left.lines; lines.length > 0; ) {
    try {
      return Object.entries((await giveBack(context, { ...request, lines })).meters) as [string, number][];
    } catch (cause) {
      const now = cause instanceof InvalidRequestError ? await leftOf(context, asked, left.charge) : null;
      if (now === null || now >= (lines[0]?.[1] ?? 0)) throw cause;
      lines = now > 0 ? [[meter, now]] : [];
    }
  }
  return [];
}

/** What is left of one charge's meter now. */
async function leftOf(context: EngineContext, asked: Asked, charge: string): Promise<number> {
  const page = await readPage(context, asked, chargeBefore(charge), 1);
  return page.find((row) => row.charge === charge)?.amount ?? 0;
}

/** The largest id below, so that a page from it begins with this charge. */
function chargeBefore(charge: string): string {
  const below = (BigInt(`0x${charge.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0');
  return below.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function* chargesLeft(context: EngineContext, asked: Asked): AsyncGenerator<Left> {
  let after = firstCharge;
  for (;;) {
    const rows = await readPage(context, asked, after, chargesAtOnce);
    const last = rows[0]?.last;
    if (last === undefined) return;
    const charges = Map.groupBy(
      rows.filter(({ amount }) => amount > 0),
      ({ charge }) => charge,
    );
    for (const [charge, parts] of charges) {
      yield {
        charge,
        lines: parts.map(({ meter, amount }) => [meterOfStored(context.catalog, meter) ?? meter, amount]),
      };
    }
    after = last;
  }
}

type LeftRow = { charge: string; meter: string; amount: number; last: string };

const readPage = ({ catalog, database: { sql } }: EngineContext, asked: Asked, after: string, most: number) =>
  withPatience(
    () => sql<LeftRow[]>`
      select * from quota.charges_left_1(${asked.tenant}, ${asked.meter && storedMeter(catalog, asked.meter)}, ${asked.feature},
        ${asked.from}, ${asked.to}, ${after}, ${most}) order by charge`,
  ).catch(unavailableUnlessBug);

async function audit(
  { database: { sql }, testNow }: EngineContext,
  { tenant, ...request }: Asked,
  { charges, meters }: Reversal,
  { actor, reason }: ChangeBy,
): Promise<void> {
  const after = JSON.stringify({ ...request, charges, meters });
  await withPatience(
    () => sql`
      insert into quota.audit (tenant, at, actor, action, reason, after)
      values (${tenant}, coalesce(${testNow()}::timestamptz, clock_timestamp()), ${actor}, 'reverse', ${reason}, ${after}::text::jsonb)`,
  ).catch(unavailableUnlessBug);
}
