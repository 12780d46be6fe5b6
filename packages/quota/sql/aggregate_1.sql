-- Adds what the ledger gained since the last time to the rollups, each entry once: a cursor by balance says up to which seq it
-- was read, and moves in the same transaction. Seq is given under the balance's lock, so whatever stands below a balance's own
-- seq has committed with it: no watermark, and nobody idle elsewhere holds it up.
--
-- Lock order: cursors by balance, skipping those that others read just now; then the tenants by id (shared: whoever moves a
-- zone sums its days anew), then rollups in their key's order.
-- p_entries: about how many entries at most; p_balances: of how many balances.
-- Returns how many entries were read: 0 where nothing is left that nobody else reads.
create or replace function quota.aggregate_1(p_balances int, p_entries int) returns bigint
-- Planned on a fresh, empty partition it would else read the whole of it for each balance.
language plpgsql set enable_seqscan = off set enable_mergejoin = off set jit = off
as $$
declare
  v_read bigint;
begin
  insert into quota.rollup_cursor (balance_id)
    select b.id from quota.balance b
    where b.seq > 0 and not exists (select from quota.rollup_cursor c where c.balance_id = b.id) order by b.id limit p_balances
    on conflict do nothing;

  with locked as (
    select c.balance_id, c.seq, c.booked_at, b.seq as last, b.meter
    from quota.rollup_cursor c join quota.balance b on b.id = c.balance_id
    where b.seq > c.seq order by c.balance_id limit p_balances for update of c skip locked),
  due as materialized (
    select x.*, least(x.last, x.seq + p_entries) as upto
    from (select l.*, sum(l.last - l.seq) over (order by l.balance_id) - (l.last - l.seq) as before from locked l) as x
    where x.before < p_entries),
  fresh as materialized (
    select e.*, d.meter, case when e.via is null then e.balance_id else quota.owner_1(e.charge, e.via) end as owner
    from due d cross join lateral (
      select x.* from quota.entry x
      -- A clock may have been set back; a partition that ended long before isn't looked at.
      where x.balance_id = d.balance_id and x.seq > d.seq and x.seq <= d.upto and x.booked_at >= d.booked_at - interval '1 day'
      offset 0) as e),
  zones as materialized (
    select t.id, t.zone from quota.tenant t
    where t.id in (select o.tenant from (select distinct f.owner from fresh f) as x join quota.balance o on o.id = x.owner)
    order by t.id for share),
  hours as materialized (
    select f.owner, z.zone, date_trunc('hour', f.at, z.zone) as bucket, f.feature, f.actor,
      sum(f.amount) as amount,
      sum(case when f.amount <= 0 or f.kind not in ('consume', 'settle', 'record') then 0
        when f.via is null and f.draw = 0 and f.kind <> 'settle' then 1
        else quota.is_first_1(f.charge, f.meter, f.booked_at, f.balance_id, f.seq)::int end) as calls
    from fresh f join quota.balance o on o.id = f.owner join zones z on z.id = o.tenant
    where f.kind <> 'brought_forward'
    group by 1, 2, 3, 4, 5),
  added as (
    insert into quota.rollup (balance_id, grain, bucket, feature, actor, amount, calls)
      select x.owner, x.grain, x.bucket, x.feature, x.actor, x.amount, x.calls
      from (
        select h.owner, 'hour' as grain, h.bucket, h.feature, h.actor, h.amount, h.calls from hours h
        union all select h.owner, 'day', date_trunc('day', h.bucket, h.zone), h.feature, h.actor, sum(h.amount), sum(h.calls)
          from hours h group by 1, 2, 3, 4, 5) as x
      where x.amount <> 0 or x.calls > 0
      order by 1, 2, 3, 4, 5
      on conflict (balance_id, grain, bucket, feature, actor) do update
        set amount = rollup.amount + excluded.amount, calls = rollup.calls + excluded.calls),
  moved as (
    update quota.rollup_cursor c set seq = r.seq, booked_at = greatest(c.booked_at, r.booked_at)
      from (select f.balance_id, max(f.seq) as seq, max(f.booked_at) as booked_at from fresh f group by 1) as r
      where c.balance_id = r.balance_id)
  select count(*) into v_read from fresh;
  return v_read;
end $$;

-- Whose usage an entry on a pool is: of the balance at which its charge began. Null where a balance below hands each unit
-- through it: that one's entry has it already. A charge that left nothing below the pool is of who drew on it.
create or replace function quota.owner_1(p_charge uuid, p_via bigint) returns bigint
language plpgsql stable as $$
declare
  v_via bigint := p_via;
  v_next bigint;
  v_draw smallint;
begin
  for generation in 1 .. 9 loop
    select e.via, e.draw into v_next, v_draw from quota.entry e where e.charge = p_charge and e.balance_id = v_via limit 1;
    if not found then return v_via; end if;
    if v_draw = 1 then return null; end if;
    if v_next is null then return v_via; end if;
    v_via := v_next;
  end loop;
  return null;
end $$;

-- Whether an entry is the first that used something for its charge and meter, of those that count: so the charge is one call,
-- however many parts it was settled in, and wherever they were drawn.
create or replace function quota.is_first_1(p_charge uuid, p_meter text, p_booked_at timestamptz, p_balance bigint, p_seq bigint) returns boolean
language sql stable as $$
  select not exists (
    select from quota.entry e join quota.balance b on b.id = e.balance_id
    where e.charge = p_charge and b.meter = p_meter and e.amount > 0 and e.kind in ('consume', 'settle', 'record')
      and (e.booked_at, e.balance_id, e.seq) < (p_booked_at, p_balance, p_seq)
      and (e.via is null or quota.owner_1(e.charge, e.via) is not null))
$$;
