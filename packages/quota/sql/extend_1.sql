-- Sets a hold's expiry anew, from now. Lock order: the hold's balances by id, then the hold.
-- Returns outcome 1 done, 2 no such hold, 3 it had ended, by time too; and when it expires.
create or replace function quota.extend_1(
  p_now timestamptz, p_tenant text, p_hold uuid, p_for_ms bigint, out outcome int, out expires_at_ms float8, out ending text)
language plpgsql set enable_seqscan = off
as $$
declare
  v_now timestamptz;
  v_until timestamptz;
  h quota.hold;
begin
  perform 1 from quota.balance b where b.id in (select x.balance_id from quota.hold_line x where x.hold = p_hold)
    order by b.id for no key update;
  select * into h from quota.hold x where x.id = p_hold and x.tenant = p_tenant for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  outcome := case when h.id is null then 2 when h.ended_at is not null or v_now >= h.expires_at then 3 else 1 end;
  ending := h.ending;
  if outcome <> 1 then return; end if;
  v_until := v_now + p_for_ms * interval '1 millisecond';
  expires_at_ms := extract(epoch from v_until) * 1000;
  update quota.hold x set expires_at = v_until where x.id = p_hold;
  update quota.balance b set valid_until = least(b.valid_until, v_until)
    from quota.hold_line x where x.hold = p_hold and b.id = x.balance_id and x.period_start = b.period_start;
end $$;
