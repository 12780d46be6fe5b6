/** A deliberate break of the code, and the test that must fail on it: a test that can't fail guards nothing. */
export type Break = {
  /** Which of the design's invariants it breaks. */
  invariant: number;
  name: string;
  /** From the package's folder: what decides and books is SQL. */
  file: string;
  find: string;
  replace: string;
  test: { file: string; name: string };
};

const consume = 'src/engine/consume.db.test.ts';
const keys = 'src/engine/keys.db.test.ts';
const periods = 'src/engine/periods.db.test.ts';
const contracts = 'src/engine/contracts.db.test.ts';
const holds = 'src/engine/holds.db.test.ts';
const grants = 'src/engine/grants.db.test.ts';

export const breaks: Break[] = [
  {
    invariant: 1,
    name: 'the balances are read without a lock',
    file: 'sql/decide_2.sql',
    find: 'where bal.id = any (p_balance) order by bal.id for no key update',
    replace: 'where bal.id = any (p_balance) order by bal.id',
    test: { file: consume, name: 'shares one limit between two engines exactly' },
  },
  {
    invariant: 1,
    name: 'one more than the room is granted',
    file: 'sql/decide_2.sql',
    find: 'if taken[j] > l_room[b] and kind[k] <> 4 then',
    replace: 'if taken[j] > l_room[b] + 1 and kind[k] <> 4 then',
    test: { file: consume, name: 'grants up to the limit and not one more, however many ask at once' },
  },
  {
    invariant: 1,
    name: 'a plain call is granted beyond the room',
    file: 'sql/decide_2.sql',
    find: 'and amount[i] <= l_room[b] and v_now',
    replace: 'and v_now',
    test: { file: consume, name: 'grants up to the limit and not one more, however many ask at once' },
  },
  {
    invariant: 1,
    name: 'what is held can be taken',
    file: 'sql/decide_2.sql',
    find: 'else greatest(r.ceiling - r.used - r.held, 0) end;',
    replace: 'else greatest(r.ceiling - r.used, 0) end;',
    test: { file: holds, name: 'what is held can be taken by nobody, and is remaining again once it is released' },
  },
  {
    invariant: 1,
    name: "a pool's end is not looked at",
    file: 'sql/decide_2.sql',
    find: 'v_rest := case l_draw[b] when 0 then 0 when 1 then v_ask else v_ask - taken[j] end;',
    replace: 'v_rest := 0;',
    test: { file: contracts, name: "a member draws from the organisation's pool up to a cap, and all share its end" },
  },
  {
    invariant: 2,
    name: 'the last unit is refused',
    file: 'sql/decide_2.sql',
    find: 'if taken[j] > l_room[b] and kind[k] <> 4 then',
    replace: 'if taken[j] >= l_room[b] and kind[k] <> 4 then',
    test: { file: contracts, name: "a member draws from the organisation's pool up to a cap, and all share its end" },
  },
  {
    invariant: 3,
    name: 'a return is booked and not counted',
    file: 'sql/book_1.sql',
    find: 'set used = bal.used, seq =',
    replace: 'set used = b.used, seq =',
    test: { file: keys, name: 'a charged, refunded and retried key is charged afresh, once' },
  },
  {
    invariant: 4,
    name: 'keys are not locked',
    file: 'sql/decide_2.sql',
    find: 'perform pg_advisory_xact_lock(1886152045, x.lock)',
    replace: 'perform x.lock',
    test: { file: keys, name: 'one key on different meters at once meets itself: one is charged, the other is told' },
  },
  {
    invariant: 4,
    name: 'a booked key is not found',
    file: 'sql/keys_found_1.sql',
    find: "having sum(e.amount) filter (where e.kind <> 'free') > 0",
    replace: 'having false',
    test: { file: keys, name: 'the same key sent twenty times at once by two engines is charged once' },
  },
  {
    invariant: 4,
    name: 'a key stands for any request',
    file: 'sql/decide_2.sql',
    find: 'outcome[r.request] := case when r.is_same then 4 else 5 end;',
    replace: 'outcome[r.request] := 4;',
    test: { file: keys, name: 'a key that stands for another request is an error and changes nothing' },
  },
  {
    invariant: 5,
    name: 'an amount that is just reached is not told',
    file: 'sql/write_notices_2.sql',
    find: 'where b.id = any (p_balance) and t.amount <= b.used',
    replace: 'where b.id = any (p_balance) and t.amount < b.used',
    test: {
      file: consume,
      name: 'each crossing makes one notice, named by the highest threshold that stands on its amount',
    },
  },
  {
    invariant: 6,
    name: 'a hold can be ended again',
    file: 'sql/settle_1.sql',
    find: 'if h.ended_at is not null then outcome := 3; return; end if;',
    replace: '',
    test: { file: holds, name: 'a hold ends once: settled or released, it can be neither again' },
  },
  {
    invariant: 6,
    name: 'holds do not expire',
    file: 'sql/open_2.sql',
    find: 'and h.expires_at <= x.read_at',
    replace: 'and false',
    test: {
      file: holds,
      name: 'a hold expires by time: from then its amount is remaining, and work that ends later is booked late',
    },
  },
  {
    invariant: 7,
    name: 'plain calls are booked in a period that ended',
    file: 'sql/decide_2.sql',
    find: 'and v_now < l_valid[b] and request[i + 1]',
    replace: 'and request[i + 1]',
    test: { file: periods, name: 'many callers at the turn share the new period exactly' },
  },
  {
    invariant: 7,
    name: 'a lone call is booked in a period that ended',
    file: 'sql/decide_one_2.sql',
    find: 'and coalesce(p_now, clock_timestamp()) < b.valid_until',
    replace: '',
    test: {
      file: periods,
      name: 'one caller after the turn is counted in the new period, though the old one had room',
    },
  },
  {
    invariant: 7,
    name: 'a period is turned by all who saw its end',
    file: 'sql/open_2.sql',
    find: 'and (b.period_start < x.period_start or (b.period_start = x.period_start and not x.is_turned))',
    replace: 'and b.period_start <= x.period_start',
    test: { file: contracts, name: 'two that meet a turn at once turn it once: what is left rolls over once' },
  },
  {
    invariant: 7,
    name: 'a turn refills nothing',
    file: 'sql/open_2.sql',
    find: 'set used = case when x.is_turned then 0 else b.used end,',
    replace: 'set used = b.used,',
    test: { file: periods, name: 'a turn of the month refills the allowance, keeps the old period and loses nothing' },
  },
  {
    invariant: 7,
    name: 'a period stays open for two days',
    file: 'sql/book_1.sql',
    find: "and p_now < p.period_end + interval '24 hours'",
    replace: "and p_now < p.period_end + interval '48 hours'",
    test: {
      file: periods,
      name: 'a refund acts in the period of its charge for a day after its end, then in the present one, marked late',
    },
  },
  {
    invariant: 8,
    name: "anybody's charge is returned",
    file: 'sql/refund_2.sql',
    find: 'where c.charge = p_charge and c.via is null and b.tenant = p_tenant and c.kind in',
    replace: 'where c.charge = p_charge and c.via is null and c.kind in',
    test: { file: keys, name: "another tenant's charge can't be returned" },
  },
  {
    invariant: 9,
    name: 'refusals leave no record',
    file: 'sql/decide_2.sql',
    find: 'if v_refused and p_record then',
    replace: 'if false then',
    test: { file: consume, name: 'a refusal tells its numbers and the ways forward, and is on record' },
  },
  {
    invariant: 9,
    name: 'a refused line takes tokens of a rate',
    file: 'sql/decide_2.sql',
    find: 'if v_verdict = 1 then\n      charge[k]',
    replace: 'if v_verdict in (1, 2) then\n      charge[k]',
    test: { file: contracts, name: 'a refused line takes no tokens of a rate' },
  },
  {
    invariant: 10,
    name: 'a change of contract leaves no record',
    file: 'sql/change_contract_2.sql',
    find: 'values (p_tenant, v_now, p_actor, p_action, p_reason, quota.contract_words_1(v_before), quota.contract_words_1(v_after));',
    replace: "select p_tenant, v_now, p_actor, p_action, p_reason, '{}', '{}' where false;",
    test: { file: periods, name: 'every change of contract is on record: who, when, why, before and after' },
  },
  {
    invariant: 10,
    name: 'grants are drawn in no order',
    file: 'sql/draws_1.sql',
    find: 'order by g.expires_at, g.id) as upto',
    replace: 'order by g.expires_at desc, g.id) as upto',
    test: {
      file: grants,
      name: 'grants are drawn after the plan, the earliest expiry first, over as many periods as they live',
    },
  },
];
