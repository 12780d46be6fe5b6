-- What a rate's debt has come down to: by `p_line` unit-microseconds with each microsecond, to 0 at most. More than 400 days of
-- it could overflow, and nothing is left of any debt by then.
create or replace function quota.debt_1(p_debt bigint, p_debt_at timestamptz, p_line bigint, p_now timestamptz) returns bigint
language plpgsql immutable as $$
declare
  v_us bigint := greatest(extract(epoch from least(p_now - greatest(p_debt_at, p_now - interval '400 days'), interval '400 days')) * 1000000, 0);
begin
  return case
    when p_line = 0 then p_debt
    when p_debt <= 0 or v_us > p_debt / p_line then 0
    else p_debt - v_us * p_line end;
end $$;
