import type { Catalog } from '../catalog/define-catalog.ts';
import type { Mode } from '../catalog/meter.ts';
import { meterOfStored, storedMeter } from '../catalog/stored-meter.ts';
import type { Database } from '../database/connect.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkMeter, checkName } from './request.ts';
import type { ChangeBy } from './verbs.ts';
import { withPatience } from './with-retry.ts';

export type Modes = {
  /** How strictly a meter is kept now: as an operator said, else as the catalog says. */
  of(meter: string): Mode;
  /** Resolves once what operators said was read, or could not be: then the catalog's modes hold until it can. */
  ready(): Promise<void>;
  set(meter: string, mode: Mode, by: ChangeBy): Promise<void>;
  close(): void;
};

/** Every process follows a switch within this time. */
const everyMs = 1_000;
const known = ['enforce', 'shadow', 'off'] as const satisfies Mode[];

/** The switches that an operator may throw on live traffic, read again every second. */
export function modesOf(catalog: Catalog, { sql }: Database, testNow: () => string | null): Modes {
  let said = new Map<string, Mode>();
  let timer: NodeJS.Timeout | undefined;
  let first: Promise<void> | undefined;
  let isClosed = false;

  async function read(): Promise<void> {
    const rows = await sql<{ meter: string; mode: Mode }[]>`select meter, mode from quota.mode`;
    said = new Map(rows.map(({ meter, mode }) => [meterOfStored(catalog, meter) ?? meter, mode]));
  }

  function readAgain(): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      // Away: what was read last holds.
      read()
        .catch(() => {})
        .finally(readAgain);
    }, everyMs);
    timer.unref();
  }

  return {
    of: (meter) => said.get(meter) ?? catalog.meters[meter]?.mode ?? 'enforce',
    ready() {
      first ??= read()
        .catch(() => {})
        .finally(readAgain);
      return first;
    },
    async set(meter, mode, { actor, reason }) {
      checkMeter(catalog, meter);
      checkName('actor', actor);
      checkName('reason', reason);
      if (!known.includes(mode)) {
        throw new InvalidRequestError('mode', `'${mode}' is no mode`, 'Pass enforce, shadow or off.');
      }
      const stored = storedMeter(catalog, meter);
      await withPatience(() =>
        sql`select quota.set_mode_1(${testNow()}, ${stored}, ${mode}, ${actor}, ${reason})`.then(),
      );
      await read();
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
