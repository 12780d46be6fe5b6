-- What each of these keys stands for: the charge that was booked under it and not returned whole, or the hold that is open or
-- was settled; since when, and the request's hash. A settled hold's key counts from when it was held. What an erased tenant
-- drew from a pool stands for nothing.
-- Reads the ledger from p_horizon on: older keys are forgotten.
create or replace function quota.keys_found_1(p_key uuid[], p_horizon timestamptz, p_now timestamptz)
returns table (key uuid, charge uuid, request_hash uuid, at timestamptz)
language sql stable rows 1 as $$
  with booked as materialized (
    select e.key, e.charge, e.request_hash,
        min(case when e.kind = 'settle' then (select h.made_at from quota.hold h where h.id = e.charge) else e.booked_at end) as at
      from quota.entry e
      where e.key = any (p_key) and e.booked_at >= p_horizon
      group by e.key, e.charge, e.request_hash having sum(e.amount) filter (where e.kind <> 'free') > 0
        and not bool_or(e.kind in ('refund', 'reverse') and e.amount = 0) and bool_or(e.via is null)
    union
    select h.key, h.id, h.request_hash, h.made_at from quota.hold h
      where h.key = any (p_key) and h.made_at >= p_horizon
        and (h.ending = 'settled' or (h.ended_at is null and h.expires_at > p_now)))
  select b.key, b.charge, b.request_hash, b.at from booked b
$$;
