import type { Catalog, CountedName, MeterName } from '../catalog/define-catalog.ts';
import type { Charge, Hold, MeterAfter } from '../engine/verbs.ts';
import type { HeldCall } from './held-call.ts';

/** `ctx.quota` of a protected handler: the charge and how the meter stands after it. `remaining`, `line` null: unlimited. */
export type QuotaContext<M extends string> = MeterAfter & {
  readonly meter: M;
  /** Id of the charge. */
  readonly charge: string;
};

/** `ctx.quota` of a handler that was charged for several meters at once. */
export type QuotaContexts<M extends string> = {
  /** Id of the charge. */
  readonly charge: string;
  readonly meters: { readonly [N in M]: MeterAfter };
};

/** What one settling did, in whole units. */
export type Settled = {
  /** What was booked now. */
  booked: number;
  /** What was held and is remaining again. */
  returned: number;
  /** What was booked beyond what was held. */
  above: number;
  /** Booked after the hold had expired, or its period had closed. */
  late: boolean;
  /** False while more is to come. */
  ended: boolean;
};

/**
 * `ctx.quota` of a handler that runs on a hold. What it doesn't settle is returned at the call's end; what it settled
 * stands, also where the call fails.
 */
export type HoldContext<M extends string> = Pick<MeterAfter, 'used' | 'remaining' | 'line'> & {
  readonly meter: M;
  /** Id of the hold. What is settled is booked under it. */
  readonly hold: string;
  /** What was set aside for this call. */
  readonly held: number;
  /**
   * Books what the work took since the last settling, a whole amount from 0. Without `more` the rest is returned and the
   * hold has ended; with it the work goes on. More than is held is booked truthfully.
   * @throws InvalidRequestError for another amount; HoldEndedError after the last settling; QuotaUnavailableError while
   * the database is away: nothing was booked. Uncaught, they are the call's error, with `data.quota`.
   */
  settle(amount: number, options?: { more?: true }): Promise<Settled>;
  /**
   * Keeps the hold for `forMs` from now, 1,000 … 2,592,000,000. A running call's hold is kept alive without it.
   * @throws as `settle`.
   */
  extend(forMs: number): Promise<{ expiresAt: string }>;
};

export function chargeContext<C extends Catalog>(
  { charge, meters }: Charge<C>,
  asked: MeterName<C> | object,
): QuotaContext<string> | QuotaContexts<string> {
  if (typeof asked === 'object') return { charge, meters: meters as QuotaContexts<string>['meters'] };
  return { ...(meters[asked] as MeterAfter), meter: asked, charge };
}

export function holdContext<C extends Catalog>(
  { hold, meters }: Hold<C>,
  meter: CountedName<C>,
  held: number,
  call: HeldCall<C>,
): HoldContext<string> {
  // A meter that is switched off counts nothing: the handler is given what it asked for.
  const { used, remaining, line } = meters[meter] ?? { used: 0, remaining: null, line: null };
  const settle = (amount: number, options?: { more?: true }) => call.settle(amount, options);
  return { meter, hold, held, used, remaining, line, settle, extend: (forMs) => call.extend(forMs) };
}

const decidedLater: ReadonlySet<PropertyKey> = new Set([
  'charge',
  'meter',
  'meters',
  'taken',
  'used',
  'held',
  'remaining',
  'line',
  'hold',
  'settle',
  'extend',
] satisfies (keyof QuotaContext<string> | keyof QuotaContexts<string> | keyof HoldContext<string>)[]);

/** `ctx.quota` as middlewares between quotaProcedure and the handler meet it: nothing is decided yet. */
export function undecided(meter: string): object {
  return new Proxy(
    {},
    {
      get(_, name) {
        if (!decidedLater.has(name)) return undefined;
        throw new Error(
          `ctx.quota.${String(name)} of '${meter}' is decided after all inputs and middlewares: read it in the handler.`,
        );
      },
    },
  );
}
