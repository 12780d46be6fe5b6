-- Books what happened to a charge after it was made: a settling, a return, a correction. One line a balance; negative
-- amounts give back. In the period that each line names while that is open (until 24 hours after its end), else in the
-- present one, marked late. Never refuses: what ends above the ceiling is marked late, too.
--
-- The caller holds the row locks of p_balance (distinct ids), taken by id.
-- p_held  what is set aside no more, from 0: off the balance, or off the period that the line names.
-- Returns which lines were late.
create or replace function quota.book_1(
  p_now timestamptz, p_kind text, p_balance bigint[], p_period timestamptz[], p_amount bigint[], p_held bigint[], p_draw smallint[],
  p_via bigint[], p_charge uuid, p_key uuid, p_request_hash uuid, p_actor text, p_feature text, p_late boolean,
  out late boolean[], out crossed boolean)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  bal quota.balance;
  v_past boolean;
  v_closed boolean;
  v_entry boolean;
begin
  late := array_fill(p_late, array[cardinality(p_balance)]);
  crossed := false;
  for i in 1 .. cardinality(p_balance) loop
    select * into bal from quota.balance b where b.id = p_balance[i];
    v_past := p_period[i] <> bal.period_start;
    v_closed := false;
    if v_past then
      update quota.period p set used = p.used + p_amount[i], held = greatest(p.held - p_held[i], 0),
          last_seq = case when p_amount[i] = 0 then p.last_seq else bal.seq + 1 end
        where p.balance_id = bal.id and p.period_start = p_period[i] and p.closed_at is null
          and p_now < p.period_end + interval '24 hours';
      v_past := found;
      v_closed := not found;
    end if;
    -- The first line of a path stands on record also where its pool gives all: the charge is its tenant's.
    v_entry := p_amount[i] <> 0 or p_kind in ('refund', 'reverse')
      or (p_kind = 'settle' and p_draw[i] = 2 and p_via[i] is null and exists (
        select from generate_series(i + 1, cardinality(p_amount)) as x
        where p_amount[x] <> 0 and array_position(p_via[i + 1:x], null) is null));
    continue when not v_entry and (p_held[i] = 0 or v_past or v_closed);
    if not v_past then bal.used := bal.used + p_amount[i]; end if;
    late[i] := p_late or v_closed or (p_amount[i] > 0 and not v_past and coalesce(bal.used > bal.ceiling, false));
    if v_entry then
      insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, key, request_hash, actor, feature,
          late, draw, via)
        values (bal.id, bal.seq + 1, case when v_closed then bal.period_start else p_period[i] end, p_now, p_now, p_kind, p_amount[i],
          p_charge, p_key, p_request_hash, p_actor, p_feature, late[i], p_draw[i], p_via[i]);
    end if;
    update quota.balance b
      set used = bal.used, seq = case when v_entry then b.seq + 1 else b.seq end,
        held = case when v_past or v_closed then b.held else b.held - p_held[i] end,
        -- A decrease on a balance that has drawn grants, or far below a level's threshold: line and thresholds are computed anew.
        valid_until = case
          when (p_amount[i] < 0 or p_held[i] > 0) and not v_past and b.used + b.held > b.base then '-infinity'
          when p_amount[i] < 0 and not v_past and bal.used <= b.rearm_at then '-infinity'
          when p_amount[i] > 0 and b.grace_ms > 0 and b.grace_from is null and bal.used > b.line
            then least(b.valid_until, p_now + b.grace_ms * interval '1 millisecond')
          else b.valid_until end,
        grace_from = case when p_amount[i] > 0 and b.grace_ms > 0 and b.grace_from is null and bal.used > b.line then p_now else b.grace_from end
      where b.id = bal.id;
    crossed := crossed or (p_amount[i] > 0 and coalesce(bal.used >= bal.notice_at[1], false));
  end loop;
  if crossed then perform quota.write_notices_2(p_now, p_balance); end if;
end $$;
