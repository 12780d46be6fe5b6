-- What each grant gives to the running period: usage and holds beyond the plan's own (`balance.base`) draw on the grants
-- that the balance knows, earliest expiry first. One that ended before the balance was last opened gives what it gave then.
-- Reads; takes no lock. Callers that write it hold the balances' row locks.
create or replace function quota.draws_1(p_balance bigint[]) returns table (balance_id bigint, grant_id uuid, amount bigint)
language sql stable as $$
  select x.balance_id, x.id, least(greatest(x.beyond - (x.upto - x.most), 0), x.most)::bigint
  from (
    select g.id, b.id as balance_id, b.used + b.held - b.base as beyond, m.most,
      sum(m.most) over (partition by b.id order by g.expires_at, g.id) as upto
    from quota.balance b join quota."grant" g on g.tenant = b.tenant and g.meter = b.meter
    cross join lateral (select case when g.expires_at <= b.opened_at then g.drawn_now else g.amount - g.drawn end as most) as m
    where b.id = any (p_balance) and b.actor = '' and g.is_counted) as x
$$;
