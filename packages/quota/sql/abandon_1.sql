-- Gives up a batch whose answer was lost for good, and whose callers were told that nothing was decided. A try of it that
-- runs late meets the batch's primary key and books nothing.
--
-- Lock order: the batch's row alone; waits for a try that is booking right now.
-- Returns what an earlier try granted and nobody returned yet, for the caller to refund.
create or replace function quota.abandon_1(p_batch uuid, p_charge uuid[]) returns table (tenant text, charge uuid)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), '{}', '{}') on conflict (id) do nothing;
  return query select b.tenant, e.charge from quota.entry e join quota.balance b on b.id = e.balance_id
    where e.charge = any (p_charge) group by b.tenant, e.charge having bool_and(e.kind <> 'refund');
end $$;
