import fc from 'fast-check';
import type { ContractsCatalog } from './contracts-catalog.ts';

export type Who = 'org' | 'team' | 'solo';
type MeterName = keyof ContractsCatalog['meters'];
type Counted = Exclude<MeterName, 'requests' | 'keyed'>;
type Meters = Partial<Record<MeterName, number>>;

/** One call. `of` names the charge, hold or grant that was made that many before the last one. */
export type Call =
  | {
      do: 'consume' | 'check';
      who: Who;
      meters: Meters;
      key?: string | undefined;
      partial?: boolean;
      actor?: string;
      feature?: string;
    }
  | { do: 'hold'; who: Who; meters: Partial<Record<Counted, number>>; key?: string | undefined; forMs: number }
  | { do: 'settle'; who: Who; of: number; part: number; more: boolean }
  | { do: 'release'; who: Who; of: number }
  | { do: 'extend'; who: Who; of: number; forMs: number }
  | { do: 'refund'; who: Who; of: number; part?: number | undefined }
  | { do: 'free'; who: Who; amount: number; of?: number | undefined }
  | { do: 'recount'; who: Who; count: number }
  | { do: 'record'; who: Who; meters: Partial<Record<Counted, number>>; event: string; hoursAgo: number };

/** What happens in a history: calls, one or several at once; changes of contract; time. */
export type Step =
  | { call: Call }
  /** At once, by two engines. */
  | { together: Call[] }
  | { grant: { who: Who; meter: Counted; amount: number; startsIn?: number | undefined; endsIn?: number | undefined } }
  | { revoke: { who: Who; of: number } }
  | { transfer: { who: Who; of: number; to: Who; amount: number } }
  | { plan: { who: Who; plan: 'team' | 'organisation'; at: 'now' | 'period_end' } }
  | { settings: { who: Who; anchor?: number; zone?: string } }
  | { override: { who: Who; meter: Counted; amount: number | null; endsIn?: number | undefined } }
  | { suspend: { who: Who; is: boolean } }
  | {
      reverse: {
        who: Who;
        meter?: Counted | undefined;
        feature?: string | undefined;
        hoursAgo: number;
        dryRun: boolean;
      };
    }
  | { erase: { who: Who } }
  /** Lets the rollups know about so many entries, of whichever history. */
  | { aggregate: number }
  | { waitMinutes: number };

const who = fc.constantFrom<Who>('team', 'team', 'team', 'solo', 'org');
const counted = fc.constantFrom<Counted>(
  'hard',
  'soft',
  'priced',
  'graced',
  'rolled',
  'windowed',
  'weekly',
  'forever',
  'seats',
  'tokens',
  'spill',
);
const amount = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 7 }) },
  { weight: 1, arbitrary: fc.constantFrom(12, 25, 70) },
);
const oneOf = fc.tuple(counted, amount).map(([meter, units]): Partial<Record<Counted, number>> => ({ [meter]: units }));
const several = fc
  .array(fc.tuple(counted, amount), { minLength: 2, maxLength: 4 })
  .map((lines): Partial<Record<Counted, number>> => Object.fromEntries(lines));
const countedMeters = fc.oneof({ weight: 4, arbitrary: oneOf }, { weight: 1, arbitrary: several });
const rates = fc.record({ requests: fc.integer({ min: 1, max: 22 }) });
const keyed = fc.record({ keyed: fc.integer({ min: 1, max: 4 }) });
const meters: fc.Arbitrary<Meters> = fc.oneof(
  { weight: 8, arbitrary: countedMeters },
  { weight: 1, arbitrary: rates },
  { weight: 1, arbitrary: keyed },
  { weight: 1, arbitrary: fc.tuple(countedMeters, rates).map(([a, b]) => ({ ...a, ...b })) },
);
const key = fc.option(fc.constantFrom('k', 'l'), { nil: undefined, freq: 3 });
const of = fc.nat({ max: 3 });
const forMs = fc.constantFrom(1_000, 60_000, 3_600_000, 86_400_000);

const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('consume' as const),
      who,
      meters,
      key,
      actor: fc.constantFrom('ada', 'bob'),
      feature: fc.constantFrom('chat', 'draw'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('consume' as const), who, meters: oneOf, key, partial: fc.constant(true) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('check' as const), who, meters }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hold' as const), who, meters: countedMeters, key, forMs }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      who,
      of,
      part: fc.constantFrom(0, 0.5, 1, 2),
      more: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), who, of }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend' as const), who, of, forMs }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      who,
      of,
      part: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('free' as const),
      who,
      amount: fc.integer({ min: 1, max: 3 }),
      of: fc.option(of, { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('recount' as const), who, count: fc.nat({ max: 5 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      who,
      meters: countedMeters,
      event: fc.constantFrom('e', 'f', 'g', 'h'),
      hoursAgo: fc.constantFrom(0, 1, 20, 30, 800),
    }),
  },
);

const hours = fc.option(fc.constantFrom(1, 30, 400), { nil: undefined });
const grantable = fc.constantFrom<Counted>('hard', 'priced', 'rolled', 'weekly', 'seats', 'tokens', 'spill', 'soft');

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ call }) },
  { weight: 4, arbitrary: fc.record({ together: fc.array(call, { minLength: 2, maxLength: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      grant: fc.record({
        who,
        meter: grantable,
        amount: fc.integer({ min: 1, max: 9 }),
        startsIn: hours,
        endsIn: hours,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ revoke: fc.record({ who, of }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ transfer: fc.record({ who, of, to: who, amount: fc.integer({ min: 1, max: 5 }) }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      plan: fc.record({
        who,
        plan: fc.constantFrom('team' as const, 'organisation' as const),
        at: fc.constantFrom('now' as const, 'period_end' as const),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      settings: fc.record(
        {
          who,
          anchor: fc.constantFrom(1, 11, 15, 31),
          zone: fc.constantFrom('UTC', 'America/New_York', 'Asia/Tokyo'),
        },
        { requiredKeys: ['who'] },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      override: fc.record({
        who,
        meter: fc.constantFrom<Counted>('hard', 'weekly', 'seats'),
        amount: fc.option(fc.constantFrom(4, 30), { nil: null }),
        endsIn: hours,
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ suspend: fc.record({ who, is: fc.boolean() }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      reverse: fc.record({
        who,
        meter: fc.option(counted, { nil: undefined }),
        feature: fc.constantFrom(undefined, 'chat'),
        hoursAgo: fc.constantFrom(1, 30, 800),
        dryRun: fc.boolean(),
      }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ erase: fc.record({ who }) }) },
  { weight: 1, arbitrary: fc.record({ aggregate: fc.constantFrom(3, 1_000) }) },
  {
    weight: 6,
    arbitrary: fc.record({ waitMinutes: fc.constantFrom(0.01, 1, 60, 301, 1_440, 1_500, 4_321, 15_000, 45_000) }),
  },
);
