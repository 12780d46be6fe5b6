-- Says how strictly a meter is kept, for every process, and puts it on record under no tenant ('').
create or replace function quota.set_mode_1(p_now timestamptz, p_meter text, p_mode text, p_actor text, p_reason text) returns void
language plpgsql as $$
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_before text;
begin
  select m.mode into v_before from quota.mode m where m.meter = p_meter for update;
  if v_before = p_mode then return; end if;
  insert into quota.mode (meter, mode, changed_at) values (p_meter, p_mode, v_now)
    on conflict (meter) do update set mode = excluded.mode, changed_at = excluded.changed_at;
  insert into quota.audit (tenant, at, actor, action, reason, before, after)
    values ('', v_now, p_actor, 'set_mode', p_reason, jsonb_build_object('meter', p_meter, 'mode', v_before),
      jsonb_build_object('meter', p_meter, 'mode', p_mode));
end $$;
