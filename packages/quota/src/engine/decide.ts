import type postgres from 'postgres';

/** What a request is decided as. A check changes nothing; a record is never refused. */
type DecisionKind = 'consume' | 'hold' | 'check' | 'record';
const kinds = { consume: 1, hold: 2, check: 3, record: 4 } as const satisfies Record<DecisionKind, number>;

/** One meter of a request: its balance and the pools that it draws on, by id. */
type DecisionLine = { path: number[]; amount: number; isShadow: boolean };

/** One request as the database decides it. */
export type DecisionRequest = {
  kind: DecisionKind;
  lines: DecisionLine[];
  /** Id of the charge or hold, if it is granted. */
  charge: string;
  key: string | null;
  requestHash: string | null;
  actor: string;
  feature: string;
  isPartial?: boolean;
  /** Granted in any case: where its answer is lost for good, what it may have booked stays. */
  isAdmitted?: boolean;
  /** How long a hold lives. */
  holdMs?: number;
  /** When a recorded event was, ISO 8601. */
  happenedAt?: string;
};

type Outcome = 'granted' | 'refused' | 'stale' | 'replayed' | 'key_reused';
const outcomes = ['granted', 'refused', 'stale', 'replayed', 'key_reused'] as const satisfies Outcome[];

/** A balance as it stood after a decision. Null: unlimited. */
export type DecidedBalance = {
  /** What the request took, of this balance and the pools behind it. */
  taken: number;
  used: number;
  held: number;
  line: number | null;
  ceiling: number | null;
  /** What could be granted, with the pools that it draws on. */
  remaining: number | null;
  breached: boolean;
  /** Booked after its period had closed, or above the ceiling after the fact. */
  late: boolean;
  /** Milliseconds until a rate has room for what was asked; null: never. 0 where it is no rate's matter. */
  waitMs: number | null;
};

/** What a line was decided by. */
export type DecidedLine = DecidedBalance & {
  /** Its meter is kept in shadow: a breach refuses nothing. */
  isShadow: boolean;
  /** The pools behind it, the nearest first. */
  pools: DecidedBalance[];
  /**
   * Milliseconds since the epoch; null: without end, or a window that no call has opened. Told where somebody in the batch was
   * refused.
   */
  periodMs: { start: number; end: number } | null;
};

export type DecisionAnswer = {
  outcome: Outcome;
  /** The charge that was made, or that the key stands for. */
  charge: string;
  /** Milliseconds since the epoch. */
  atMs: number;
  /** A first try had committed before: what it took is read by its charge. */
  isAgain: boolean;
  lines: DecidedLine[];
};

export type DecideOptions = {
  batch: string;
  /** The answer of a first try was lost: if that committed, it answers what it answered. */
  isAgain: boolean;
  /** ISO 8601; null: the database's own time. */
  now: string | null;
  catalogVersion: number;
};

type Row = {
  at_ms: number;
  is_again: boolean;
  crossed: boolean;
  outcome: number[];
  charge: string[];
  line_taken: number[];
  line_used: number[];
  line_held: number[];
  line_breached: boolean[];
  line_room: number[];
  line_wait_ms: number[];
  line_late: boolean[];
  line: number[];
  ceiling: number[];
  period_start_ms: number[];
  period_end_ms: number[];
};

export type Decided = { answers: DecisionAnswer[]; crossed: boolean };

/** Decides requests in one statement and one transaction. Keys must be distinct. */
export async function decide(
  sql: postgres.ISql,
  requests: DecisionRequest[],
  options: DecideOptions,
): Promise<Decided> {
  const [first] = requests;
  if (first && requests.length === 1 && isSimple(first)) return decideOne(sql, first, options);
  return decideMany(sql, requests, options);
}

function isSimple({ kind, lines, isPartial }: DecisionRequest): boolean {
  return kind === 'consume' && lines.length === 1 && lines[0]?.path.length === 1 && !lines[0].isShadow && !isPartial;
}

type OneRow = { [K in keyof Row]: Row[K] extends (infer V)[] ? V : Row[K] };

async function decideOne(sql: postgres.ISql, request: DecisionRequest, options: DecideOptions): Promise<Decided> {
  const { batch, isAgain, now, catalogVersion } = options;
  const { lines, charge, key, requestHash, actor, feature } = request;
  const { path, amount } = lines[0] as DecisionLine;
  const [row] = await sql<[OneRow]>`
    select * from quota.decide_one_2(${batch}, ${isAgain}, ${now}, ${catalogVersion}, ${path[0] as number}, ${amount}, ${charge},
      ${key}, ${requestHash}, ${actor}, ${feature})`;
  const listed = Object.entries(row).map(([name, value]) => [name, keepScalar.has(name) ? value : [value]]);
  return decidedOf(Object.fromEntries(listed) as Row, [request], positionsOf(path));
}

const keepScalar = new Set(['at_ms', 'is_again', 'crossed']);

/** Decides one line in a caller's transaction. Binds scalars only, so that any driver can send it. */
export async function decideInTransaction(
  sql: postgres.ISql,
  request: DecisionRequest,
  { now, catalogVersion }: Pick<DecideOptions, 'now' | 'catalogVersion'>,
): Promise<Decided> {
  const { lines, charge, key, requestHash, actor, feature } = request;
  const { path, amount, isShadow } = lines[0] as DecisionLine;
  const [row] = await sql<[Row]>`
    select at_ms, is_again, crossed, to_json(outcome) as outcome, to_json(charge) as charge, to_json(line_taken) as line_taken,
      to_json(line_used) as line_used, to_json(line_held) as line_held, to_json(line_breached) as line_breached,
      to_json(line_room) as line_room, to_json(line_wait_ms) as line_wait_ms,
      to_json(line_late) as line_late, to_json(line) as line, to_json(ceiling) as ceiling,
      to_json(period_start_ms) as period_start_ms, to_json(period_end_ms) as period_end_ms
    from quota.decide_in_tx_2(${now}, ${catalogVersion}, ${`{${path.join(',')}}`}::text::bigint[], ${amount}, ${isShadow}, ${charge},
      ${key}, ${requestHash}, ${actor}, ${feature})`;
  return decidedOf(row, [request], positionsOf([...path].sort((a, b) => a - b)));
}

/** The next part of a path draws on the pool of the one before: it asks for what that leaves. */
const drawsOn = 0;

async function decideMany(sql: postgres.ISql, requests: DecisionRequest[], options: DecideOptions): Promise<Decided> {
  const balances = balancesOf(requests);
  const position = positionsOf(balances);
  const { kind, partial, holdMs, happenedAt } = askedOf(requests);
  const { request, place, amount, shadow, charge, key, requestHash, actor, feature } = linesOf(requests, position);
  const { batch, isAgain, now, catalogVersion } = options;
  const [row] = await sql<[Row]>`
    select * from quota.decide_2(${batch}, ${isAgain}, ${now}, ${catalogVersion}, true, ${balances}, ${kind}, ${partial},
      ${holdMs}::bigint[], ${happenedAt}::text[]::timestamptz[], ${request}, ${place}, ${amount}, ${shadow}, ${charge}, ${key},
      ${requestHash}, ${actor}, ${feature})`;
  return decidedOf(row, requests, position);
}

/** What is told of each request, and by their places those that take what is left. */
function askedOf(requests: DecisionRequest[]) {
  return {
    kind: requests.map(({ kind }) => kinds[kind]),
    partial: requests.flatMap(({ isPartial }, index) => (isPartial ? index + 1 : [])),
    holdMs: someOf(requests.map(({ holdMs }) => holdMs ?? null)),
    happenedAt: someOf(requests.map(({ happenedAt }) => happenedAt ?? null)),
  };
}

/** Empty where nothing is known of any. */
const someOf = <V>(values: (V | null)[]): (V | null)[] => (values.every((value) => value === null) ? [] : values);

/** Every balance that a request draws on, column by column: one path after the other, one request after the other. */
function linesOf(requests: DecisionRequest[], position: Positions) {
  const columns = {
    request: [] as number[],
    place: [] as number[],
    amount: [] as number[],
    shadow: [] as number[],
    charge: [] as string[],
    key: [] as (string | null)[],
    requestHash: [] as (string | null)[],
    actor: [] as string[],
    feature: [] as string[],
  };
  requests.forEach(({ lines, charge, key, requestHash, actor, feature }, index) => {
    for (const { path, amount, isShadow } of lines) {
      path.forEach((balance, step) => {
        columns.request.push(index + 1);
        columns.place.push(position.get(balance) as number);
        columns.amount.push(step === 0 ? amount : drawsOn);
        columns.charge.push(charge);
        columns.key.push(key);
        columns.requestHash.push(requestHash);
        columns.actor.push(actor);
        columns.feature.push(feature);
        if (isShadow) columns.shadow.push(columns.request.length);
      });
    }
  });
  return columns;
}

const balancesOf = (requests: DecisionRequest[]) =>
  [...new Set(requests.flatMap(({ lines }) => lines.flatMap(({ path }) => path)))].sort((a, b) => a - b);

/** Where a balance stands in what is sent and answered, from 1. */
type Positions = ReadonlyMap<number, number>;
const positionsOf = (balances: number[]): Positions => new Map(balances.map((id, index) => [id, index + 1]));

function decidedOf(row: Row, requests: DecisionRequest[], position: Positions): Decided {
  let next = 0;
  const balanceOf = (balance: number): DecidedBalance => {
    const at = (position.get(balance) as number) - 1;
    const line = next++;
    return {
      taken: row.line_taken[line] as number,
      used: row.line_used[line] as number,
      held: row.line_held[line] as number,
      line: endless(row.line[at] as number),
      ceiling: endless(row.ceiling[at] as number),
      remaining: endless(row.line_room[line] as number),
      // Empty arrays stand for nobody and nothing.
      breached: row.line_breached[line] ?? false,
      late: row.line_late[line] ?? false,
      waitMs: endless(row.line_wait_ms[line] ?? 0),
    };
  };
  const lineOf = ({ path, isShadow }: DecisionLine): DecidedLine => {
    const at = (position.get(path[0] as number) as number) - 1;
    const own = balanceOf(path[0] as number);
    const pools = path.length > 1 ? path.slice(1).map(balanceOf) : none;
    const [start = 0, end = 0] = [row.period_start_ms[at], row.period_end_ms[at]];
    return {
      ...own,
      isShadow,
      pools,
      breached: own.breached || pools.some(({ breached }) => breached),
      late: own.late || pools.some(({ late }) => late),
      periodMs: end === 0 ? null : { start, end },
    };
  };
  const answers = requests.map((request, index) => ({
    outcome: outcomes[(row.outcome?.[index] as number) - 1] as Outcome,
    charge: row.charge?.[index] as string,
    atMs: row.at_ms,
    isAgain: row.is_again,
    lines: row.line_used ? request.lines.map(lineOf) : [],
  }));
  return { crossed: row.crossed ?? false, answers };
}

const none: DecidedBalance[] = [];
const endless = (value: number) => (value < 0 ? null : value);
