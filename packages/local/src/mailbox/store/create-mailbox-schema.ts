import type { Sql } from 'postgres';

/** Makes the tables unless they are there. Two mailboxes that start at once wait for one another. */
export async function createMailboxSchema(sql: Sql): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('plimsoll.mailbox'))`;
    await tx`create schema if not exists mailbox`;
    await tx`create table if not exists mailbox.mail (
      id uuid primary key, at timestamptz not null, key text, request jsonb not null)`;
    await tx`create index if not exists mail_by_time on mailbox.mail (at desc, id)`;
    await tx`create table if not exists mailbox.accepted_key (
      key text primary key, at timestamptz not null, body_hash text not null, ids uuid[] not null)`;
    await tx`create table if not exists mailbox.request (
      id bigint generated always as identity primary key, at timestamptz not null, path text not null, key text,
      status int not null, outcome text not null, mails uuid[] not null)`;
    await tx`create index if not exists request_by_key on mailbox.request (key, id)`;
    await tx`create table if not exists mailbox.mode (
      only_one boolean primary key default true check (only_one), mode text not null, delay_ms int not null)`;
  });
}
