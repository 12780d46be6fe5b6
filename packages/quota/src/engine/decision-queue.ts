import { uuidv7 } from 'uuidv7';
import { failureKind } from './database-error.ts';
import type { Decided, DecisionAnswer, DecisionRequest } from './decide.ts';
import { QuotaUnavailableError } from './quota-error.ts';

export type DecisionQueueOptions = {
  /** Sends one batch under its id, again where its answer was lost. `lane`: 0 … lanes − 1; null: one of a blocked balance. */
  decide(requests: DecisionRequest[], batch: string, lane: number | null): Promise<Decided>;
  /** Batches in flight at once. */
  lanes: number;
  /** Requests waiting or in flight; past it the answer is `unavailable`. */
  maxQueued?: number;
  /** Requests in one batch, 1 … 1000. */
  maxBatch?: number;
  /** How long a balance may stay locked by somebody else before its requests are answered `unavailable`. */
  blockedMs?: number;
  /** Told once a batch that crossed a threshold is committed. */
  onCrossed?(): void;
};

type Waiting = {
  request: DecisionRequest;
  since: number;
  resolve(answer: DecisionAnswer): void;
  reject(cause: unknown): void;
};
type Lane = { number: number | null; waiting: Waiting[]; isRunning: boolean };

/**
 * Requests that arrive while a batch is in flight form the next one. No timer: a lone request waits for nobody. A batch
 * is no shared fate: a blocked balance moves to a lane of its own, a faulty value is bisected down to its request.
 */
export class DecisionQueue {
  readonly #options: Required<DecisionQueueOptions>;
  readonly #lanes: Lane[];
  /** Lanes of balances that were locked by somebody else, until they are through: one for each set that is asked together. */
  readonly #blocked = new Map<string, Lane>();
  #queued = 0;

  constructor(options: DecisionQueueOptions) {
    this.#options = { maxQueued: 20_000, maxBatch: 512, blockedMs: 5_000, onCrossed: () => {}, ...options };
    this.#lanes = Array.from({ length: options.lanes }, (_, number) => newLane(number));
  }

  /** Decides one request. @throws QuotaUnavailableError where the queue is full or the balance stays locked. */
  decide(request: DecisionRequest, laneNumber: number): Promise<DecisionAnswer> {
    if (this.#queued >= this.#options.maxQueued) return Promise.reject(new QuotaUnavailableError(1_000));
    const lane = this.#blocked.get(balancesOf(request)) ?? (this.#lanes[laneNumber % this.#lanes.length] as Lane);
    this.#queued += 1;
    return new Promise<DecisionAnswer>((resolve, reject) => {
      lane.waiting.push({ request, since: Date.now(), resolve, reject });
      if (!lane.isRunning) this.#start(lane);
    }).finally(() => {
      this.#queued -= 1;
    });
  }

  #start(lane: Lane): void {
    lane.isRunning = true;
    // What is asked in the same turn of the event loop goes into the same batch.
    queueMicrotask(() => void this.#run(lane));
  }

  async #run(lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) await this.#settle(takeBatch(lane, this.#options.maxBatch), lane.number);
    lane.isRunning = false;
  }

  async #settle(batch: Waiting[], lane: number | null): Promise<void> {
    try {
      const requests = batch.map(({ request }) => request);
      const { answers, crossed } = await this.#options.decide(requests, uuidv7(), lane);
      if (crossed) this.#options.onCrossed();
      batch.forEach(({ resolve }, index) => {
        resolve(answers[index] as DecisionAnswer);
      });
    } catch (cause) {
      await this.#divide(batch, lane, cause);
    }
  }

  /** The whole batch failed and was rolled back. Finds out whose fault it was, and decides the others. */
  async #divide(batch: Waiting[], lane: number | null, cause: unknown): Promise<void> {
    switch (failureKind(cause)) {
      case 'blocked':
        for (const group of groupByBalances(batch)) this.#setAside(group, cause);
        return;
      case 'data': {
        if (batch.length === 1) return rejectAll(batch, cause);
        const half = Math.ceil(batch.length / 2);
        await this.#settle(batch.slice(0, half), lane);
        return this.#settle(batch.slice(half), lane);
      }
      case 'lost':
        return rejectAll(batch, new QuotaUnavailableError(5_000, cause));
      case 'bug':
        return rejectAll(batch, cause);
    }
  }

  /** Decides requests of the same balances in a lane of their own, so that nobody else waits for their locks. */
  #setAside(group: Waiting[], cause: unknown): void {
    const late = group.filter(({ since }) => Date.now() - since > this.#options.blockedMs);
    rejectAll(late, new QuotaUnavailableError(1_000, cause));
    const rest = group.filter((waiting) => !late.includes(waiting));
    const [first] = rest;
    if (!first) return;
    const balances = balancesOf(first.request);
    const known = this.#blocked.get(balances);
    if (known) {
      known.waiting.unshift(...rest);
      if (!known.isRunning) void this.#runBlocked(balances, known);
      return;
    }
    const lane = { ...newLane(null), waiting: rest };
    this.#blocked.set(balances, lane);
    void this.#runBlocked(balances, lane);
  }

  async #runBlocked(balances: string, lane: Lane): Promise<void> {
    lane.isRunning = true;
    await this.#run(lane);
    if (lane.waiting.length === 0) this.#blocked.delete(balances);
  }
}

const newLane = (number: number | null): Lane => ({ number, waiting: [], isRunning: false });
/** All of them: which one is locked isn't told, and requests for one of them alone may be free. */
const balancesOf = ({ lines }: DecisionRequest) =>
  lines
    .flatMap(({ path }) => path)
    .sort((a, b) => a - b)
    .join();

function rejectAll(batch: Waiting[], cause: unknown): void {
  for (const { reject } of batch) reject(cause);
}

/** The next batch: in order, but a key that stands in it already waits for the one after, where it is found booked. */
function takeBatch(lane: Lane, maxBatch: number): Waiting[] {
  const head = lane.waiting.slice(0, maxBatch);
  const keys = new Set<string>();
  const batch: Waiting[] = [];
  const later: Waiting[] = [];
  for (const waiting of head) {
    const { key } = waiting.request;
    if (key !== null && keys.has(key)) later.push(waiting);
    else batch.push(waiting);
    if (key !== null) keys.add(key);
  }
  lane.waiting = [...later, ...lane.waiting.slice(maxBatch)];
  return batch;
}

function groupByBalances(batch: Waiting[]): Waiting[][] {
  const groups = new Map<string, Waiting[]>();
  for (const waiting of batch) {
    const balances = balancesOf(waiting.request);
    const group = groups.get(balances);
    if (group) group.push(waiting);
    else groups.set(balances, [waiting]);
  }
  return [...groups.values()];
}
