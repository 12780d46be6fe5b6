-- Gives up a batch whose answer was lost for good, and whose callers were told that nothing was decided. A try of it that
-- runs late meets the batch's primary key and books nothing.
--
-- Lock order: the batch's row alone; waits for a try that is booking right now.
-- Returns what an earlier try granted and nobody returned yet, for the caller to refund, and holds, for it to release.
create or replace function quota.abandon_2(p_batch uuid, p_charge uuid[]) returns table (tenant text, charge uuid, is_hold boolean)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), '{}', '{}') on conflict (id) do nothing;
  return query select b.tenant, e.charge, false from quota.entry e join quota.balance b on b.id = e.balance_id
    where e.charge = any (p_charge) and e.via is null group by b.tenant, e.charge having sum(e.amount) > 0
    union all select h.tenant, h.id, true from quota.hold h where h.id = any (p_charge) and h.ended_at is null;
end $$;
