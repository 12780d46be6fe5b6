-- How far the rollups are behind the ledger: of how many balances there are entries that they don't know, and when the oldest of
-- these was booked. Looks through all balances; at the entries of no more than p_most. Reads; takes no lock.
create or replace function quota.aggregation_health_1(p_most int, out ran_at timestamptz, out unread int, out oldest_at timestamptz)
language sql stable set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
  with behind as materialized (
    select b.id, coalesce(c.seq, 0) as seq, coalesce(c.booked_at, '-infinity') as booked_at
    from quota.balance b left join quota.rollup_cursor c on c.balance_id = b.id
    where b.seq > coalesce(c.seq, 0)),
  oldest as (
    select first.booked_at from (select x.* from behind x order by x.booked_at limit p_most) as x
    cross join lateral (
      select e.booked_at from quota.entry e
      where e.balance_id = x.id and e.seq > x.seq and e.booked_at >= x.booked_at - interval '1 day' order by e.seq limit 1) as first)
  select (select u.ran_at from quota.upkeep u where u.task = 'aggregate'), (select count(*)::int from behind),
    (select min(o.booked_at) from oldest o)
$$;

-- Notes that a task of upkeep has run through.
create or replace function quota.note_upkeep_1(p_now timestamptz, p_task text) returns void language sql as $$
  insert into quota.upkeep (task, ran_at) values (p_task, coalesce(p_now, clock_timestamp()))
    on conflict (task) do update set ran_at = greatest(upkeep.ran_at, excluded.ran_at)
$$;
