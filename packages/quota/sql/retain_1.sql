-- Retires one month of the ledger: what of it still counts is brought forward, then its partition is dropped, in one
-- transaction, so that a balance equals its ledger at every commit.
--
-- Brought forward is the sum by balance, period, pool drawn through and actor: what the running period (also that of a level,
-- or a lifetime) and periods that are open or end after p_cut have in that month.
-- Lock order: the migration lock (advisory), balances by id, at last the ledger's parent table, briefly. Whoever decides
-- writes to a later month, so nothing is added to this one meanwhile.
-- p_month: its first moment, UTC. Returns how many entries brought it forward; −1: there is no such partition; −2: the rollups
-- don't know all of it yet.
create or replace function quota.retain_1(p_now timestamptz, p_month timestamptz, p_cut timestamptz, p_actor text, p_reason text) returns int
language plpgsql set enable_mergejoin = off set jit = off
as $$
declare
  v_name text := 'entry_' || to_char(p_month at time zone 'UTC', 'YYYY_MM');
  v_until timestamptz := ((p_month at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  v_now timestamptz;
  v_brought int;
begin
  perform pg_advisory_xact_lock(7236115201);
  if to_regclass('quota.' || v_name) is null then return -1; end if;
  if v_until > p_cut then raise exception 'the month % is not over at %', p_month, p_cut; end if;
  if exists (
    select from quota.entry e left join quota.rollup_cursor c on c.balance_id = e.balance_id
    where e.booked_at >= p_month and e.booked_at < v_until and e.seq > coalesce(c.seq, 0)) then
    return -2;
  end if;

  create temporary table quota_forward on commit drop as
    select e.balance_id, e.period_start, e.via, e.actor, sum(e.amount)::bigint as amount
    from quota.entry e join quota.balance b on b.id = e.balance_id
    where e.booked_at >= p_month and e.booked_at < v_until and (b.period_start = e.period_start or exists (
      select from quota.period p
      where p.balance_id = e.balance_id and p.period_start = e.period_start
        and (p.closed_at is null or p.period_end > p_cut)))
    group by 1, 2, 3, 4 having sum(e.amount) <> 0;
  perform 1 from quota.balance b where b.id in (select f.balance_id from quota_forward f) order by b.id for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, actor, via)
    select f.balance_id, b.seq + row_number() over (partition by f.balance_id order by f.period_start, f.via, f.actor), f.period_start,
      v_now, v_now, 'brought_forward', f.amount, gen_random_uuid(), f.actor, f.via
    from quota_forward f join quota.balance b on b.id = f.balance_id;
  get diagnostics v_brought = row_count;
  update quota.balance b set seq = b.seq + f.entries
    from (select x.balance_id, count(*) as entries from quota_forward x group by 1) as f where b.id = f.balance_id;
  insert into quota.audit (tenant, at, actor, action, reason, after)
    values ('', v_now, p_actor, 'retain', p_reason,
      jsonb_build_object('partition', v_name, 'before', p_cut, 'brought_forward', v_brought));

  execute format('alter table quota.entry detach partition quota.%I', v_name);
  execute format('drop table quota.%I', v_name);
  return v_brought;
end $$;
