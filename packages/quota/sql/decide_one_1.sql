-- Decides a batch of one request with one line: the shortest path there is, for a caller who is alone.
-- The contract is that of decide_1: same lock order, same outcomes, numbers in place of arrays.
-- p_again  the answer of a first try was lost: it may have committed. Only then is the batch looked up; a first try that
--          runs late meets the batch's primary key, and fails as a whole.
create or replace function quota.decide_one_1(
  p_batch uuid, p_again boolean, p_now timestamptz, p_catalog int, p_record boolean, p_balance bigint, p_amount bigint,
  p_charge uuid, p_key uuid, p_request_hash uuid, p_actor text, p_feature text,
  out at_ms float8, out crossed boolean, out outcome smallint, out charge uuid, out line_used float8, out ceiling float8,
  out held float8, out revision int, out period_start_ms float8, out period_end_ms float8)
language plpgsql set enable_seqscan = off set enable_bitmapscan = off set jit = off
as $$
#variable_conflict use_column
declare
  c_unlimited constant bigint := 9007199254740991;
  bal quota.balance;
  v_now timestamptz;
  r record;
begin
  crossed := false;
  charge := '00000000-0000-0000-0000-000000000000';
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'quota decides at READ COMMITTED: under % it would not see what others booked while it waited for a lock',
      current_setting('transaction_isolation') using errcode = 'invalid_transaction_state';
  end if;

  if p_key is null and not p_again then
    -- What is nearly always the case, in one statement: there is room. An update that waited for the row looks again.
    with booked as (
      update quota.balance b set used = b.used + p_amount, seq = b.seq + 1
        where b.id = p_balance and b.catalog_version >= p_catalog and coalesce(p_now, clock_timestamp()) < b.valid_until
          and p_amount <= coalesce(b.ceiling, c_unlimited) - b.used - b.held
        returning b.*, coalesce(p_now, clock_timestamp()) as at),
    entered as (
      insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, actor, feature)
        select k.id, k.seq, k.period_start, k.at, k.at, 'consume', p_amount, p_charge, p_actor, p_feature from booked k),
    noted as (
      insert into quota.batch (id, at, outcome, charge)
        select p_batch, clock_timestamp(), array[1::smallint], array[p_charge] from booked k where p_batch is not null)
    select k.at, k.used, k.ceiling, k.held, k.revision, k.period_start, k.period_end, k.notice_at[1] as edge into r from booked k;
    if found then
      outcome := 1;
      charge := p_charge;
      at_ms := extract(epoch from r.at) * 1000;
      line_used := r.used;
      ceiling := coalesce(r.ceiling, -1);
      held := r.held;
      revision := r.revision;
      period_start_ms := case when isfinite(r.period_start) then extract(epoch from r.period_start) * 1000 else 0 end;
      period_end_ms := case when isfinite(r.period_start) then extract(epoch from r.period_end) * 1000 else 0 end;
      crossed := coalesce(r.edge <= r.used, false);
      if crossed then perform quota.write_notices_1(r.at, array[p_balance]); end if;
      return;
    end if;
  end if;

  if p_key is not null then perform pg_advisory_xact_lock(1886152045, hashtext(p_key::text)); end if;
  select * into bal from quota.balance b where b.id = p_balance for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  at_ms := extract(epoch from v_now) * 1000;
  line_used := coalesce(bal.used, 0);
  ceiling := coalesce(bal.ceiling, -1);
  held := coalesce(bal.held, 0);
  revision := coalesce(bal.revision, 0);
  period_start_ms := case when isfinite(bal.period_start) then extract(epoch from bal.period_start) * 1000 else 0 end;
  period_end_ms := case when isfinite(bal.period_start) then extract(epoch from bal.period_end) * 1000 else 0 end;

  if p_again then
    select t.outcome[1] as outcome, t.charge[1] as charge into r from quota.batch t where t.id = p_batch;
    if found then
      outcome := r.outcome;
      charge := r.charge;
      return;
    end if;
  end if;
  if p_key is not null then
    select e.charge, e.request_hash = p_request_hash as is_same into r from quota.entry e
      where e.key = p_key
        and e.booked_at > least(v_now - interval '30 days', case when isfinite(bal.period_start) then bal.period_start end)
      group by e.charge, e.request_hash having bool_and(e.kind <> 'refund');
    if found then
      outcome := case when r.is_same then 4 else 5 end;
      charge := r.charge;
    end if;
  end if;

  if outcome is null then
    if bal.id is null or v_now >= bal.valid_until or bal.catalog_version < p_catalog then outcome := 3;
    elsif p_amount > coalesce(bal.ceiling, c_unlimited) - bal.used - bal.held then outcome := 2;
    else
      outcome := 1;
      charge := p_charge;
      line_used := bal.used + p_amount;
      crossed := coalesce(bal.notice_at[1] <= line_used, false);
      insert into quota.entry
          (balance_id, seq, period_start, at, booked_at, kind, amount, charge, key, request_hash, actor, feature)
        values (p_balance, bal.seq + 1, bal.period_start, v_now, v_now, 'consume', p_amount, p_charge, p_key, p_request_hash,
          p_actor, p_feature);
      update quota.balance b set used = bal.used + p_amount, seq = bal.seq + 1 where b.id = p_balance;
      if crossed then perform quota.write_notices_1(v_now, array[p_balance]); end if;
    end if;
  end if;
  if outcome = 2 and p_record then
    perform quota.record_refusals_1(v_now, array[p_balance], array[p_actor], array[p_amount],
      array[coalesce(bal.ceiling, c_unlimited)], array[bal.used]);
  end if;
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), array[outcome], array[charge]);
  end if;
end $$;
