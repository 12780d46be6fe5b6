import type { Catalog, CountedName } from '../catalog/define-catalog.ts';
import { HoldEndedError } from '../engine/quota-error.ts';
import type { Hold, Settlement } from '../engine/verbs.ts';
import type { CallFacts } from './call-facts.ts';
import type { Settled } from './quota-context.ts';
import { watchStream } from './watch-stream.ts';

/** A call and the hold that it runs on. The hold ends with the call, whichever way the call ends. */
export class HeldCall<C extends Catalog> {
  readonly #facts: Pick<CallFacts<C, never>, 'quota' | 'onReleaseFailed'>;
  readonly #meter: CountedName<C>;
  readonly #name: { tenant: string; hold: string };
  /** Settlings of one call follow each other, also where its handler doesn't wait for them. */
  #lastSettling: Promise<unknown> = Promise.resolve();
  #isEnded = false;
  #forMs: number;
  #timer: NodeJS.Timeout | undefined;
  /** The handler runs, or a reader waits for the stream's next part. */
  #isWorking = true;

  constructor(
    facts: Pick<CallFacts<C, never>, 'quota' | 'onReleaseFailed'>,
    meter: CountedName<C>,
    { tenant, hold }: Pick<Hold<C>, 'tenant' | 'hold'>,
    forMs: number,
  ) {
    this.#facts = facts;
    this.#meter = meter;
    this.#name = { tenant, hold };
    this.#forMs = forMs;
    this.#renewIn(forMs / 2);
  }

  settle(amount: number, { more = false }: { more?: boolean } = {}): Promise<Settled> {
    const meters = { [this.#meter]: amount } as { [N in CountedName<C>]?: number };
    const settling = this.#lastSettling.then(() => this.#facts.quota.settle({ ...this.#name, meters, more }));
    this.#lastSettling = settling.then(
      ({ ended }) => {
        if (ended) this.#stop();
      },
      // Its caller is told; the next one is tried by itself.
      () => {},
    );
    return settling.then((settlement) => settledOf(settlement, this.#meter));
  }

  /** The new length is kept: from then on the hold is renewed at half of it. */
  async extend(forMs: number): Promise<{ expiresAt: string }> {
    const extended = await this.#facts.quota.extend({ ...this.#name, forMs });
    this.#forMs = forMs;
    this.#renewIn(forMs / 2);
    return extended;
  }

  /** Releases what is held still: all that was not settled. What was settled in parts stands. */
  async end(): Promise<void> {
    await this.#lastSettling;
    if (this.#isEnded) return;
    this.#stop();
    const { quota, onReleaseFailed } = this.#facts;
    // The call's own answer goes to the caller, whatever becomes of the hold.
    await quota.release(this.#name).catch((cause: unknown) => onReleaseFailed?.(cause, this.#name));
  }

  /** The stream, with the hold ended when it ends, breaks off, or is left by its reader. */
  endAfter(stream: AsyncIterable<unknown>): AsyncIterable<unknown> {
    const end = () => this.end();
    this.#isWorking = false;
    return watchStream(stream, {
      asked: () => {
        this.#isWorking = true;
        if (!this.#timer) this.#renewIn(this.#forMs / 2);
      },
      came: () => {
        this.#isWorking = false;
      },
      broke: end,
      ended: end,
    });
  }

  #renewIn(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isEnded) return;
    this.#timer = setTimeout(() => void this.#renew(), ms).unref();
  }

  async #renew(): Promise<void> {
    this.#timer = undefined;
    // A stream that nobody reads is no work: its hold expires, unless somebody reads on.
    if (!this.#isWorking) return;
    const { quota } = this.#facts;
    const forMs = this.#forMs;
    await quota.extend({ ...this.#name, forMs }).then(
      () => this.#renewIn(forMs / 2),
      (cause: unknown) => {
        // The database may be back before the hold expires.
        if (!(cause instanceof HoldEndedError)) this.#renewIn(forMs / 10);
      },
    );
  }

  #stop(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
  }
}

function settledOf<C extends Catalog>(
  { booked, returned, above, late, ended }: Settlement<C>,
  meter: CountedName<C>,
): Settled {
  return { booked: booked[meter] ?? 0, returned: returned[meter] ?? 0, above: above[meter] ?? 0, late, ended };
}
