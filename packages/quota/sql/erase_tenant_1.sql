-- Forgets a tenant: all rows of it, in the ledger too. What stays is one line of the audit, under the hash of its name, and
-- amounts that it drew from others' pools. What others hold of its own pool goes; what it holds of others' is let go.
--
-- Lock order: who sets a parent (advisory), the tenant, then balances by id: its own and those that its holds stand on.
-- Returns outcome 1 done, 2 there is no such tenant, 3 it has children.
create or replace function quota.erase_tenant_1(p_now timestamptz, p_tenant text, p_actor text, p_reason text) returns int
language plpgsql set enable_seqscan = off
as $$
declare
  v_now timestamptz;
  v_hash text := 'erased:' || encode(sha256(convert_to(p_tenant, 'UTF8')), 'hex');
  v_own bigint[];
  v_entries bigint;
begin
  perform pg_advisory_xact_lock(1886152046);
  perform 1 from quota.tenant t where t.id = p_tenant for update;
  if not found then return 2; end if;
  if exists (select from quota.tenant t where t.parent = p_tenant) then return 3; end if;
  perform 1 from quota.balance b
    where b.id in (
      select o.id from quota.balance o where o.tenant = p_tenant
      union select l.balance_id from quota.hold h join quota.hold_line l on l.hold = h.id where h.tenant = p_tenant)
    order by b.id for no key update;
  v_own := array(select b.id from quota.balance b where b.tenant = p_tenant);
  v_now := coalesce(p_now, clock_timestamp());

  with held as (
    select l.balance_id, l.period_start, sum(greatest(l.amount - l.settled, 0))::bigint as rest
    from quota.hold h join quota.hold_line l on l.hold = h.id
    where h.tenant = p_tenant and l.is_held and l.balance_id <> all (v_own) group by 1, 2),
  ended as (
    update quota.period p set held = greatest(p.held - x.rest, 0) from held x
      where p.balance_id = x.balance_id and p.period_start = x.period_start and p.closed_at is null)
  update quota.balance b set held = b.held - x.rest,
      valid_until = case when b.used + b.held > b.base then '-infinity' else b.valid_until end
    from held x where b.id = x.balance_id and b.period_start = x.period_start;

  perform set_config('quota.sanctioned', 'erase', true);
  delete from quota.entry e where e.balance_id = any (v_own);
  get diagnostics v_entries = row_count;
  delete from quota.hold_line l using quota.hold h where h.id = l.hold and h.tenant = p_tenant;
  delete from quota.hold_line l where l.balance_id = any (v_own);
  delete from quota.hold h where h.tenant = p_tenant;
  delete from quota.period p where p.balance_id = any (v_own);
  delete from quota.opening o where o.balance_id = any (v_own);
  delete from quota.refusal r where r.balance_id = any (v_own);
  delete from quota.rollup r where r.balance_id = any (v_own);
  delete from quota.rollup_cursor c where c.balance_id = any (v_own);
  delete from quota.balance b where b.id = any (v_own);
  delete from quota."grant" g where g.tenant = p_tenant;
  update quota."grant" g set giver = v_hash where g.giver = p_tenant;
  delete from quota.override o where o.tenant = p_tenant;
  delete from quota.notice n where n.tenant = p_tenant;
  delete from quota.audit a where a.tenant = p_tenant;
  delete from quota.tenant t where t.id = p_tenant;
  perform set_config('quota.sanctioned', '', true);
  insert into quota.audit (tenant, at, actor, action, reason, after)
    values (v_hash, v_now, p_actor, 'erase_tenant', p_reason, jsonb_build_object('entries', v_entries));
  return 1;
end $$;
