import type { Sql } from 'postgres';

/** Creates schema `executor` where it is missing; safe to run at every start and by several processes at once. */
export async function createSchema(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('plimsoll executor schema'))`;
    await tx.unsafe(schema);
  });
}

const schema = `
create schema if not exists executor;

-- A function as its app last registered it. A refused one is kept to be shown with its problem; it never runs.
create table if not exists executor.function (
  id text primary key,
  app_url text not null,
  config json not null,
  problem text,
  synced_at timestamptz not null default now()
);

-- all_known is false where an app had never registered yet when the event came: its functions may still have to start.
create table if not exists executor.event (
  id text primary key,
  body json not null,
  all_known boolean not null,
  received_at timestamptz not null default now()
);
create index if not exists event_early on executor.event (id) where not all_known;

-- A function starts at most one run per key (an event's id, or a cron tick) within 24 hours.
create table if not exists executor.started (
  function_id text not null,
  key text not null,
  at timestamptz not null default now(),
  primary key (function_id, key)
);

create table if not exists executor.run (
  id text primary key,
  function_id text not null,
  event json not null,
  status text not null default 'running' check (status in ('running', 'completed', 'failed')),
  request_version int not null default -1,
  planning boolean not null default false,
  output json,
  error json,
  started_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create index if not exists run_by_function on executor.run (function_id, started_at desc);
create index if not exists run_by_start on executor.run (started_at desc);

-- memo is null until the step has ended; position is the order of completion within the run.
create table if not exists executor.step (
  run_id text not null references executor.run on delete cascade,
  id text not null,
  name text not null,
  op text not null,
  input json,
  memo json,
  position int,
  pending boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (run_id, id)
);

-- One try that ended: a step's, or the function body's where step_id is null.
create table if not exists executor.attempt (
  id bigint generated always as identity primary key,
  run_id text not null references executor.run on delete cascade,
  step_id text,
  name text not null,
  attempt int not null,
  started_at timestamptz not null,
  ended_at timestamptz not null default clock_timestamp(),
  error json,
  retry_at timestamptz
);
create index if not exists attempt_by_run on executor.attempt (run_id, id);

-- The queue. step_id is 'step' for a discovery. again: one more discovery was asked for while this one was out.
create table if not exists executor.item (
  id bigint generated always as identity primary key,
  run_id text not null references executor.run on delete cascade,
  step_id text not null,
  kind text not null check (kind in ('call', 'sleep')),
  attempt int not null default 0,
  due_at timestamptz not null default clock_timestamp(),
  claimed_by text,
  claimed_until timestamptz,
  again boolean not null default false,
  unique (run_id, step_id)
);
create index if not exists item_due on executor.item (due_at);
`;
