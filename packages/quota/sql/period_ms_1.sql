-- Periods in milliseconds since the epoch, balance by balance; 0 where one is without end, or a window is not opened.
create or replace function quota.period_ms_1(p_start timestamptz[], p_end timestamptz[], out start_ms float8[], out end_ms float8[])
language sql immutable as $$
  select array_agg(case when isfinite(x.start) then (extract(epoch from x.start) * 1000)::float8 else 0 end order by x.place),
    array_agg(case when isfinite(x.ends) then (extract(epoch from x.ends) * 1000)::float8 else 0 end order by x.place)
  from unnest(p_start, p_end) with ordinality as x(start, ends, place)
$$;
