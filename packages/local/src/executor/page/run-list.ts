import { html } from 'hono/html';
import type { ReadFunctionConfig } from '../registry/function-config.ts';
import { type Choice, choiceHref } from './choice.ts';
import { current } from './function-list.ts';
import { statusIcon } from './icons.ts';
import type { FunctionActivity, RunSummary } from './read-runs.ts';
import { clock, durationText, eventTitle, moment, plural } from './wording.ts';

/** The second column: the newest runs, all or only the failed ones. */
export function runList(
  runs: readonly RunSummary[],
  functions: readonly ReadFunctionConfig[],
  activity: Map<string, FunctionActivity>,
  choice: Choice,
  now: Date,
) {
  const chosen = [...activity.values()].filter((entry) => [undefined, entry.functionId].includes(choice.functionId));
  const failed = chosen.reduce((sum, entry) => sum + entry.failed, 0);
  const filtered = (failedOnly: boolean) => choiceHref({ ...choice, failedOnly, runId: undefined, rowKey: undefined });
  const title = choice.functionId === undefined ? 'Runs' : `Runs of ${functionName(functions, choice.functionId)}`;
  return html`<section aria-label="Runs">
<div class="colh"><h2 class="ell">${title}</h2><div class="seg" role="group" aria-label="Which runs">
<a href="${filtered(false)}" ${current(!choice.failedOnly)}>All</a>
<a href="${filtered(true)}" ${current(choice.failedOnly)}>Failed${failed > 0 ? html` <span class="num">${failed}</span>` : ''}</a></div></div>
${
  runs.length === 0
    ? html`<p class="empty">${choice.failedOnly ? 'No run has failed.' : 'No runs yet. An event or a cron time that a function waits for starts one.'}</p>`
    : html`<ul class="rl">${runs.map((run) => runEntry(run, functions, choice, now))}</ul>`
}</section>`;
}

function runEntry(run: RunSummary, functions: readonly ReadFunctionConfig[], choice: Choice, now: Date) {
  const name = choice.functionId === undefined ? `${functionName(functions, run.functionId)}, ` : '';
  return html`<li><a href="${choiceHref({ ...choice, runId: run.id, rowKey: undefined })}" ${current(run.id === choice.runId)}>
${statusIcon(run.status)}<span class="ell t">${eventTitle(run.event)}</span><span class="muted xs tab">${moment(run.startedAt, now)}</span>
<small>${name}${howItWent(run, now)}</small></a></li>`;
}

function howItWent(run: RunSummary, now: Date): string {
  const retried = run.retries > 0 ? `${plural(run.retries, 'retry').replace('retrys', 'retries')}, ` : '';
  switch (run.status) {
    case 'completed':
      return retried + durationText((run.endedAt ?? now).getTime() - run.startedAt.getTime());
    case 'failed':
      return `${retried}failed for good: ${run.error?.message ?? run.error?.name ?? 'unknown'}`;
    case 'running':
      return run.nextAt && run.nextAt > now
        ? `${retried}waiting until ${clock(run.nextAt, true)}`
        : `${retried}under way`;
    default:
      return run.status satisfies never;
  }
}

export function functionName(functions: readonly ReadFunctionConfig[], id: string): string {
  const read = functions.find((entry) => (entry.kind === 'accepted' ? entry.config.id : entry.id) === id);
  return (read?.kind === 'accepted' ? read.config.name : read?.name) ?? id;
}
