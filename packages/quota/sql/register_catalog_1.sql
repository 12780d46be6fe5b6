-- Takes the number under which a declaration decides: the newest one's, if it is the same; else the next.
-- Locks the table, so that processes that start together agree.
create or replace function quota.register_catalog_1(p_hash text, p_declaration jsonb) returns int
language plpgsql as $$
declare
  v_newest quota.catalog;
  v_version int;
begin
  lock table quota.catalog in exclusive mode;
  select * into v_newest from quota.catalog c order by c.version desc limit 1;
  if v_newest.hash = p_hash then return v_newest.version; end if;
  insert into quota.catalog (hash, declaration) values (p_hash, p_declaration) returning version into v_version;
  return v_version;
end $$;
