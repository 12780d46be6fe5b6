export { type Executor, type ExecutorOptions, startExecutor } from './executor/start-executor.ts';
export { type Mailbox, type MailboxOptions, startMailbox } from './mailbox/start-mailbox.ts';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres/start-postgres.ts';
