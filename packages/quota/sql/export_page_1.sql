-- One page of what is stored of a tenant, of one type, as plain JSON. Reads; takes no lock.
-- p_type: tenant, balance, entry, rollup, hold, grant, override, period, refusal, notice or audit. p_after: `place` of the last record
-- before, null: from the first one. Other tenants' actors and features are left out of what they drew on its pool.
-- Returns at most p_most records in their order, each with its place.
create or replace function quota.export_page_1(p_tenant text, p_type text, p_after jsonb, p_most int)
returns table (place jsonb, record jsonb)
language plpgsql stable set jit = off
as $$
#variable_conflict use_column
declare
  v_own bigint[] := array(select b.id from quota.balance b where b.tenant = p_tenant);
begin
  case p_type
  when 'tenant' then return query
    select '1'::jsonb, jsonb_build_object('tenant', t.id, 'parent', t.parent, 'plan', t.plan, 'nextPlan', t.next_plan,
      'nextPlanAt', quota.iso_1(t.next_plan_at), 'anchor', t.anchor, 'zone', t.zone, 'suspendedAt', quota.iso_1(t.suspended_at),
      'createdAt', quota.iso_1(t.created_at))
    from quota.tenant t where t.id = p_tenant and p_after is null;
  when 'balance' then return query
    select to_jsonb(b.id), jsonb_build_object('meter', b.meter, 'actor', b.actor, 'periodStart', quota.iso_1(b.period_start),
      'periodEnd', quota.iso_1(b.period_end), 'used', b.used, 'held', b.held, 'line', b.line, 'ceiling', b.ceiling)
    from quota.balance b where b.tenant = p_tenant and b.id > coalesce(p_after::bigint, 0) order by b.id limit p_most;
  when 'entry' then return query
    select jsonb_build_array(e.balance_id, e.seq), jsonb_build_object('meter', b.meter, 'kind', e.kind, 'amount', e.amount,
      'at', quota.iso_1(e.at), 'bookedAt', quota.iso_1(e.booked_at), 'periodStart', quota.iso_1(e.period_start), 'charge', e.charge,
      'actor', case when b.tenant = p_tenant and e.via is not null then '' else e.actor end,
      'feature', case when b.tenant = p_tenant and e.via is not null then '' else e.feature end, 'late', e.late,
      'pool', case when b.tenant <> p_tenant then 'drawn' when e.via is not null then 'given' end)
    from quota.entry e join quota.balance b on b.id = e.balance_id
    where (e.balance_id = any (v_own) or (e.via = any (v_own) and e.balance_id in (
        with recursive above as (
          select t.parent as id from quota.tenant t where t.id = p_tenant
          union select t.parent from above a join quota.tenant t on t.id = a.id)
        select p.id from above a join quota.balance p on p.tenant = a.id)))
      and (p_after is null or (e.balance_id, e.seq) > ((p_after ->> 0)::bigint, (p_after ->> 1)::bigint))
    order by e.balance_id, e.seq limit p_most;
  when 'rollup' then return query
    select jsonb_build_array(r.balance_id, r.grain, r.bucket, r.feature, r.actor), jsonb_build_object('meter', b.meter, 'grain', r.grain,
      'start', quota.iso_1(r.bucket), 'feature', r.feature, 'actor', r.actor, 'amount', r.amount, 'calls', r.calls)
    from quota.rollup r join quota.balance b on b.id = r.balance_id
    where r.balance_id = any (v_own) and (p_after is null or (r.balance_id, r.grain, r.bucket, r.feature, r.actor)
      > ((p_after ->> 0)::bigint, p_after ->> 1, (p_after ->> 2)::timestamptz, p_after ->> 3, p_after ->> 4))
    order by r.balance_id, r.grain, r.bucket, r.feature, r.actor limit p_most;
  when 'hold' then return query
    select to_jsonb(h.id), jsonb_build_object('hold', h.id, 'actor', h.actor, 'feature', h.feature, 'madeAt', quota.iso_1(h.made_at),
      'expiresAt', quota.iso_1(h.expires_at), 'endedAt', quota.iso_1(h.ended_at), 'ending', h.ending, 'lines', (
        select coalesce(jsonb_agg(jsonb_build_object('meter', l.meter, 'amount', l.amount, 'settled', l.settled) order by l.line), '[]')
        from quota.hold_line l where l.hold = h.id))
    from quota.hold h where h.tenant = p_tenant and (p_after is null or h.id > (p_after #>> '{}')::uuid) order by h.id limit p_most;
  when 'grant' then return query
    select to_jsonb(g.id), jsonb_build_object('grant', g.id, 'meter', g.meter, 'amount', g.amount, 'source', g.source,
      'startsAt', quota.iso_1(g.starts_at), 'expiresAt', quota.iso_1(g.expires_at), 'drawn', g.drawn + g.drawn_now, 'from', g.giver,
      'reason', g.reason, 'madeAt', quota.iso_1(g.made_at))
    from quota."grant" g where g.tenant = p_tenant and (p_after is null or g.id > (p_after #>> '{}')::uuid) order by g.id limit p_most;
  when 'override' then return query
    select to_jsonb(o.meter), jsonb_build_object('meter', o.meter, 'limit', o."limit", 'until', quota.iso_1(o.until),
      'reason', o.reason, 'actor', o.actor, 'madeAt', quota.iso_1(o.made_at))
    from quota.override o where o.tenant = p_tenant and (p_after is null or o.meter > p_after #>> '{}') order by o.meter limit p_most;
  when 'period' then return query
    select jsonb_build_array(p.balance_id, p.period_start), jsonb_build_object('meter', b.meter,
      'periodStart', quota.iso_1(p.period_start), 'periodEnd', quota.iso_1(p.period_end), 'used', p.used, 'held', p.held,
      'line', p.line, 'ceiling', p.ceiling, 'closedAt', quota.iso_1(p.closed_at), 'included', p.included, 'granted', p.granted,
      'overage', p.overage, 'late', p.late)
    from quota.period p join quota.balance b on b.id = p.balance_id
    where p.balance_id = any (v_own)
      and (p_after is null or (p.balance_id, p.period_start) > ((p_after ->> 0)::bigint, (p_after ->> 1)::timestamptz))
    order by p.balance_id, p.period_start limit p_most;
  when 'refusal' then return query
    select jsonb_build_array(r.balance_id, r.minute, r.reason, r.actor), jsonb_build_object('meter', b.meter,
      'minute', quota.iso_1(r.minute), 'reason', r.reason, 'actor', r.actor, 'count', r.count, 'asked', r.asked)
    from quota.refusal r join quota.balance b on b.id = r.balance_id
    where r.balance_id = any (v_own) and (p_after is null or (r.balance_id, r.minute, r.reason, r.actor)
      > ((p_after ->> 0)::bigint, (p_after ->> 1)::timestamptz, p_after ->> 2, p_after ->> 3))
    order by r.balance_id, r.minute, r.reason, r.actor limit p_most;
  when 'notice' then return query
    select to_jsonb(n.id), jsonb_build_object('notice', n.id, 'kind', n.kind, 'facts', n.facts, 'madeAt', quota.iso_1(n.made_at),
      'sentAt', quota.iso_1(n.sent_at))
    from quota.notice n where n.tenant = p_tenant and (p_after is null or n.id > (p_after #>> '{}')::uuid) order by n.id limit p_most;
  when 'audit' then return query
    select to_jsonb(a.id), jsonb_build_object('at', quota.iso_1(a.at), 'actor', a.actor, 'action', a.action, 'reason', a.reason,
      'before', a.before, 'after', a.after)
    from quota.audit a where a.tenant = p_tenant and a.id > coalesce(p_after::bigint, 0) order by a.id limit p_most;
  end case;
end $$;

-- A moment as ISO 8601 in UTC; null where it is none or never.
create or replace function quota.iso_1(p_at timestamptz) returns text language sql stable as $$
  select case when isfinite(p_at) then to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end
$$;
