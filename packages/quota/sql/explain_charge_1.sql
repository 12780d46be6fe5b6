-- What a charge was decided by, as it stood right before: a line for each meter of it, each with the pools it drew on.
-- From the ledger (`used`), the holds of then (`held`), and the openings (`line`, `ceiling`, `facts`). Reads; takes no lock.
--
-- Returns null where the tenant has no such charge, else [{ meter, kind, amount, returned, at_ms, booked_ms, actor, feature,
-- has_key, late, draw, used, held, opening: { line, ceiling, facts } or null, opens_window, start_ms, end_ms,
-- pools: [{ tenant, amount, draw, used, opening }] from the nearest on }]. What stands through a pool is returned once.
create or replace function quota.explain_charge_1(p_tenant text, p_charge uuid) returns jsonb
language sql stable set enable_seqscan = off set jit = off
as $$
  with recursive mine as materialized (
    select e.*, b.tenant, b.meter, b.window_ms, b.period_start as running_start, b.period_end as running_end
    from quota.entry e join quota.balance b on b.id = e.balance_id where e.charge = p_charge),
  booked as materialized (
    select m.balance_id, m.tenant, m.meter, m.via, min(m.seq) as seq, max(m.draw) as draw, bool_or(m.late) as late,
      sum(m.amount) as amount
    from mine m where m.kind in ('consume', 'settle', 'record') group by 1, 2, 3, 4),
  path as (
    select k.*, k.balance_id as own, 0 as depth, true as is_counted from booked k where k.via is null and k.tenant = p_tenant
    union all
    select k.*, p.own, p.depth + 1, p.is_counted and p.draw = 2 from path p join booked k on k.via = p.balance_id where p.depth < 9),
  stood as (
    select p.*, f.kind, f.at, f.booked_at, f.period_start, f.actor, f.feature, f.key is not null as has_key,
      f.window_ms is not null and f.period_start in (f.booked_at, f.at) as opens_window,
      case when f.period_start = f.running_start then f.running_end else (
        select x.period_end from quota.period x where x.balance_id = p.balance_id and x.period_start = f.period_start) end as period_end,
      -- What was brought forward is older than all that the ledger has still.
      coalesce((select sum(e.amount) from quota.entry e where e.balance_id = p.balance_id and e.period_start = f.period_start
        and (e.seq < p.seq or e.kind = 'brought_forward')), 0) as used,
      coalesce((select sum(greatest(l.amount - coalesce((select sum(e.amount) from quota.entry e
          where e.charge = h.id and e.balance_id = p.balance_id and e.kind = 'settle' and e.seq < p.seq), 0), 0))
        from quota.hold_line l join quota.hold h on h.id = l.hold
        where l.balance_id = p.balance_id and l.period_start = f.period_start and h.id <> p_charge
          and (h.made_at, h.id) < (f.booked_at, p_charge) and h.expires_at > f.booked_at
          and (h.ended_at is null or h.ended_at > f.booked_at)), 0) as held,
      (select jsonb_build_object('line', o.line, 'ceiling', o.ceiling, 'facts', o.facts) from quota.opening o
        where o.balance_id = p.balance_id and o.seq < p.seq order by o.seq desc, o.at desc, o.ctid desc limit 1) as opening,
      -(select coalesce(sum(m.amount), 0) from mine m where m.balance_id = p.balance_id and m.kind in ('refund', 'free', 'reverse'))
        as returned
    from path p join mine f on f.balance_id = p.balance_id and f.seq = p.seq)
  select jsonb_agg(jsonb_build_object('meter', s.meter, 'kind', s.kind, 'amount', s.amount, 'returned', (
      select sum(x.returned) from stood x where x.own = s.own and x.is_counted),
    'at_ms', extract(epoch from s.at) * 1000, 'booked_ms', extract(epoch from s.booked_at) * 1000, 'actor', s.actor, 'feature', s.feature,
    'has_key', s.has_key, 'late', s.late, 'draw', s.draw, 'used', s.used, 'held', s.held, 'opening', s.opening,
    'opens_window', s.opens_window, 'start_ms', case when isfinite(s.period_start) then extract(epoch from s.period_start) * 1000 end,
    'end_ms', case when isfinite(s.period_end) then extract(epoch from s.period_end) * 1000 end,
    'pools', coalesce((select jsonb_agg(jsonb_build_object('tenant', x.tenant, 'amount', x.amount, 'draw', x.draw, 'used', x.used,
      'opening', x.opening) order by x.depth) from stood x where x.own = s.own and x.depth > 0), '[]')) order by s.balance_id)
  from stood s where s.depth = 0
$$;
