import type postgres from 'postgres';

type Pending = {
  then(resolve?: (rows: unknown) => unknown, reject?: (cause: unknown) => unknown): unknown;
};

/**
 * A tagged template that sends each statement to the pool of the moment, closes up its rows, and tells of failures.
 *
 * When a connection dies while rows arrive, postgres.js puts the rows of the next statement on it behind as many empty
 * places as it had read (porsager/postgres#1119, #1181): all rows are there, but not from the first place on.
 */
export function statementsOf(
  pool: () => postgres.Sql,
  onError: (cause: unknown, from: postgres.Sql) => void,
): postgres.ISql {
  const send = (strings: TemplateStringsArray, ...values: never[]) => {
    const from = pool();
    const pending = from(strings, ...values) as unknown as Pending;
    const { then } = pending;
    // biome-ignore lint/suspicious/noThenProperty: it is a promise already, and `await` reads its rows here.
    pending.then = (resolve, reject) =>
      then.call(
        pending,
        (rows) => (resolve ? resolve(closeUp(rows)) : rows),
        (cause) => {
          onError(cause, from);
          if (reject) return reject(cause);
          throw cause;
        },
      );
    return pending;
  };
  return send as unknown as postgres.ISql;
}

function closeUp(rows: unknown): unknown {
  if (!Array.isArray(rows) || rows.length === 0 || 0 in rows) return rows;
  const whole = rows.filter(() => true);
  rows.length = 0;
  rows.push(...whole);
  return rows;
}
