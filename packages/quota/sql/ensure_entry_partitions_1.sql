-- Makes the ledger's monthly partitions from the month of p_from on, p_months of them; those that stand are left alone.
-- A month for which the default partition already holds rows stays there. Returns how many were made.
-- Locks: the parent table briefly, and only where a partition is missing. Callers hold the migration lock.
create or replace function quota.ensure_entry_partitions_1(p_from timestamptz, p_months int) returns int
language plpgsql as $$
declare
  v_month timestamp := date_trunc('month', p_from at time zone 'UTC');
  v_name text;
  v_made int := 0;
begin
  for i in 1 .. p_months loop
    v_name := 'entry_' || to_char(v_month, 'YYYY_MM');
    if to_regclass('quota.' || v_name) is null and not exists (
      select from quota.entry_default e
      where e.booked_at >= v_month at time zone 'UTC' and e.booked_at < (v_month + interval '1 month') at time zone 'UTC'
    ) then
      execute format('create table quota.%I partition of quota.entry for values from (%L) to (%L)',
        v_name, v_month at time zone 'UTC', (v_month + interval '1 month') at time zone 'UTC');
      v_made := v_made + 1;
    end if;
    v_month := v_month + interval '1 month';
  end loop;
  return v_made;
end $$;
