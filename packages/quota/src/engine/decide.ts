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
  /** The tenant's revision that the ceiling was computed from. */
  revision: number;
  /** Milliseconds since the epoch; null: without end, or a window that no call has opened. */
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
  revision: number[];
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
  return decidedOf(Object.fromEntries(listed) as Row, [request], path);
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
      to_json(revision) as revision, to_json(period_start_ms) as period_start_ms, to_json(period_end_ms) as period_end_ms
    from quota.decide_in_tx_2(${now}, ${catalogVersion}, ${`{${path.join(',')}}`}::text::bigint[], ${amount}, ${isShadow}, ${charge},
      ${key}, ${requestHash}, ${actor}, ${feature})`;
  return decidedOf(
    row,
    [request],
    [...path].sort((a, b) => a - b),
  );
}

/** The next part of a path draws on the pool of the one before: it asks for what that leaves. */
const drawsOn = 0;

async function decideMany(sql: postgres.ISql, requests: DecisionRequest[], options: DecideOptions): Promise<Decided> {
  const balances = balancesOf(requests);
  const position = positionsOf(balances);
  const lines = requests.flatMap((request, index) =>
    request.lines.flatMap(({ path, amount, isShadow }) =>
      path.map((balance, step) => ({
        request,
        index: index + 1,
        place: position.get(balance) as number,
        amount: step === 0 ? amount : drawsOn,
        isShadow,
      })),
    ),
  );
  const { batch, isAgain, now, catalogVersion } = options;
  const [row] = await sql<[Row]>`
    select * from quota.decide_2(${batch}, ${isAgain}, ${now}, ${catalogVersion}, true, ${balances},
      ${requests.map(({ kind }) => kinds[kind])}, ${requests.map(({ isPartial }) => String(isPartial ?? false))}::text[]::boolean[],
      ${requests.map(({ holdMs }) => holdMs ?? null)}::bigint[], ${timesOf(requests)}::text[]::timestamptz[],
      ${lines.map((line) => line.index)}, ${lines.map((line) => line.place)}, ${lines.map((line) => line.amount)},
      ${lines.map((line) => String(line.isShadow))}::text[]::boolean[], ${lines.map((line) => line.request.charge)}, ${lines.map((line) => line.request.key)},
      ${lines.map((line) => line.request.requestHash)}, ${lines.map((line) => line.request.actor)},
      ${lines.map((line) => line.request.feature)})`;
  return decidedOf(row, requests, balances);
}

const timesOf = (requests: DecisionRequest[]) => requests.map(({ happenedAt }) => happenedAt ?? null);

const balancesOf = (requests: DecisionRequest[]) =>
  [...new Set(requests.flatMap(({ lines }) => lines.flatMap(({ path }) => path)))].sort((a, b) => a - b);

const positionsOf = (balances: number[]) => new Map(balances.map((id, index) => [id, index + 1]));

function decidedOf(row: Row, requests: DecisionRequest[], balances: number[]): Decided {
  const position = positionsOf(balances);
  let next = 0;
  const balanceOf = (balance: number): DecidedBalance => {
    const at = (position.get(balance) as number) - 1;
    const line = next++;
    const wait = row.line_wait_ms[line] as number;
    return {
      taken: row.line_taken[line] as number,
      used: row.line_used[line] as number,
      held: row.line_held[line] as number,
      line: endless(row.line[at] as number),
      ceiling: endless(row.ceiling[at] as number),
      remaining: endless(row.line_room[line] as number),
      breached: row.line_breached[line] as boolean,
      late: row.line_late[line] as boolean,
      waitMs: endless(wait),
    };
  };
  const lineOf = ({ path, isShadow }: DecisionLine): DecidedLine => {
    const at = (position.get(path[0] as number) as number) - 1;
    const [own, ...pools] = path.map(balanceOf) as [DecidedBalance, ...DecidedBalance[]];
    const [start, end] = [row.period_start_ms[at] as number, row.period_end_ms[at] as number];
    return {
      ...own,
      isShadow,
      pools,
      breached: own.breached || pools.some(({ breached }) => breached),
      late: own.late || pools.some(({ late }) => late),
      revision: row.revision[at] as number,
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

const endless = (value: number) => (value < 0 ? null : value);
