import type postgres from 'postgres';

/** One request as the database decides it: every line names its balance by id. */
export type DecisionRequest = {
  lines: { balance: number; amount: number }[];
  /** Id of the charge, if it is granted. */
  charge: string;
  key: string | null;
  requestHash: string | null;
  actor: string;
  feature: string;
};

type Outcome = 'granted' | 'refused' | 'stale' | 'replayed' | 'key_reused';
const outcomes = ['granted', 'refused', 'stale', 'replayed', 'key_reused'] as const satisfies Outcome[];

/** What a line was decided by. */
export type DecidedLine = {
  /** After the decision. */
  used: number;
  breached: boolean;
  /** Null: unlimited. */
  ceiling: number | null;
  held: number;
  /** The tenant's revision that the ceiling was computed from. */
  revision: number;
  /** Null for a level; milliseconds since the epoch. */
  periodMs: { start: number; end: number } | null;
};

export type DecisionAnswer = {
  outcome: Outcome;
  /** The charge that was made, or that the key stands for. */
  charge: string;
  /** Milliseconds since the epoch. */
  atMs: number;
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
  crossed: boolean;
  outcome: number[];
  charge: string[];
  line_used: number[];
  line_breached: boolean[];
  ceiling: number[];
  held: number[];
  revision: number[];
  period_start_ms: number[];
  period_end_ms: number[];
};
type Scalar<T> = { [K in keyof T]: T[K] extends (infer V)[] ? V : T[K] };

export type Decided = { answers: DecisionAnswer[]; crossed: boolean };

/** Decides requests in one statement and one transaction. Keys must be distinct. */
export async function decide(
  sql: postgres.ISql,
  requests: DecisionRequest[],
  options: DecideOptions,
): Promise<Decided> {
  const [first] = requests;
  if (first && requests.length === 1 && first.lines.length === 1) return decideOne(sql, first, options);
  return decideMany(sql, requests, options);
}

type OneRow = Scalar<Omit<Row, 'line_breached'>>;

async function decideOne(sql: postgres.ISql, request: DecisionRequest, options: DecideOptions): Promise<Decided> {
  const { batch, isAgain, now, catalogVersion } = options;
  const { lines, charge, key, requestHash, actor, feature } = request;
  const line = lines[0] as DecisionRequest['lines'][number];
  const [row] = await sql<[OneRow]>`
    select * from quota.decide_one_1(${batch}, ${isAgain}, ${now}, ${catalogVersion}, true, ${line.balance}, ${line.amount},
      ${charge}, ${key}, ${requestHash}, ${actor}, ${feature})`;
  return decidedOne(row);
}

/** Decides one line in a caller's transaction. Binds scalars only, so that any driver can send it. */
export async function decideInTransaction(
  sql: postgres.ISql,
  { lines, charge, key, requestHash, actor, feature }: DecisionRequest,
  { now, catalogVersion }: Pick<DecideOptions, 'now' | 'catalogVersion'>,
): Promise<Decided> {
  const line = lines[0] as DecisionRequest['lines'][number];
  const [row] = await sql<[OneRow]>`
    select * from quota.decide_in_tx_1(${now}, ${catalogVersion}, ${line.balance}, ${line.amount}, ${charge}, ${key},
      ${requestHash}, ${actor}, ${feature})`;
  return decidedOne(row);
}

function decidedOne(row: OneRow): Decided {
  const outcome = outcomes[row.outcome - 1] as Outcome;
  const decided: DecidedLine = {
    used: row.line_used,
    breached: outcome === 'refused',
    ...balanceOf(row.ceiling, row.held, row.revision, row.period_start_ms, row.period_end_ms),
  };
  return { crossed: row.crossed, answers: [{ outcome, charge: row.charge, atMs: row.at_ms, lines: [decided] }] };
}

async function decideMany(sql: postgres.ISql, requests: DecisionRequest[], options: DecideOptions): Promise<Decided> {
  const balances = [...new Set(requests.flatMap(({ lines }) => lines.map((line) => line.balance)))].sort(
    (a, b) => a - b,
  );
  const position = new Map(balances.map((id, index) => [id, index + 1]));
  const lines = requests.flatMap((request, index) =>
    request.lines.map((line) => ({ ...line, request, index: index + 1 })),
  );
  const { batch, isAgain, now, catalogVersion } = options;
  const [row] = await sql<[Row]>`
    select * from quota.decide_1(${batch}, ${isAgain}, ${now}, ${catalogVersion}, true, ${balances},
      ${lines.map((line) => line.index)}, ${lines.map((line) => position.get(line.balance) as number)},
      ${lines.map((line) => line.amount)}, ${lines.map((line) => line.request.charge)},
      ${lines.map((line) => line.request.key)}, ${lines.map((line) => line.request.requestHash)},
      ${lines.map((line) => line.request.actor)}, ${lines.map((line) => line.request.feature)})`;
  return { crossed: row.crossed, answers: answersOf(row, requests, position) };
}

function answersOf(row: Row, requests: DecisionRequest[], position: Map<number, number>): DecisionAnswer[] {
  let line = 0;
  return requests.map((request, index) => ({
    outcome: outcomes[(row.outcome[index] as number) - 1] as Outcome,
    charge: row.charge[index] as string,
    atMs: row.at_ms,
    lines: request.lines.map(({ balance }) => {
      const at = (position.get(balance) as number) - 1;
      const used = row.line_used[line] as number;
      const breached = row.line_breached[line++] as boolean;
      const [ceiling, held, revision, start, end] = [
        row.ceiling,
        row.held,
        row.revision,
        row.period_start_ms,
        row.period_end_ms,
      ].map((column) => column[at] as number) as [number, number, number, number, number];
      return { used, breached, ...balanceOf(ceiling, held, revision, start, end) };
    }),
  }));
}

function balanceOf(ceiling: number, held: number, revision: number, startMs: number, endMs: number) {
  return {
    ceiling: ceiling < 0 ? null : ceiling,
    held,
    revision,
    periodMs: endMs === 0 ? null : { start: startMs, end: endMs },
  };
}
