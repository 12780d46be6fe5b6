import { html } from 'hono/html';
import type { ReadFunctionConfig } from '../registry/function-config.ts';
import type { RunError } from '../runs/answer.ts';
import { type Choice, choiceHref } from './choice.ts';
import { current } from './function-list.ts';
import { icons } from './icons.ts';
import type { RunDetail, RunStep } from './read-runs.ts';
import { functionName } from './run-list.ts';
import { type Timeline, type TimelineRow, timeline } from './timeline.ts';
import { clock, day, durationText, eventTitle } from './wording.ts';

/** The third column: one run. Its tries on the axis, the chosen one, the event and the output. */
export function runDetail(run: RunDetail | null, functions: readonly ReadFunctionConfig[], choice: Choice, now: Date) {
  if (run === null) {
    return html`<section class="det" aria-label="Run"><div><h1>No run chosen</h1>
<p class="muted">A run’s steps, tries, waits and results are shown here.</p></div></section>`;
  }
  const { rows, totalMs } = timeline(run, now);
  const chosen =
    rows.find((row) => row.key === choice.rowKey) ?? rows.find((row) => row.state === 'failed') ?? rows.at(-1);
  return html`<section class="det" aria-label="Run">
<div><h1>${eventTitle(run.event)}</h1>
<p class="tab muted">${functionName(functions, run.functionId)}, run <span class="num">${run.id}</span>, ${day(run.startedAt)} ${clock(run.startedAt, true)}${howItEnded(run)}</p></div>
${rows.length === 0 ? html`<p class="card empty">No step has ended yet.</p>` : axis({ rows, totalMs }, chosen, choice)}
${chosen ? rowCard(chosen) : ''}
<div class="g2"><div class="card"><header class="line"><h2>Event</h2><span class="num xs muted">${run.event.name}</span></header>${json(run.event.data)}</div>
<div class="card"><header class="line"><h2>${run.status === 'failed' ? 'Error' : 'Output'}</h2></header>${result(run)}</div></div>
</section>`;
}

function howItEnded(run: RunDetail): string {
  const retried = run.retries > 0 ? ` after ${run.retries === 1 ? '1 retry' : `${run.retries} retries`}` : '';
  if (run.endedAt === null) return `, under way${retried}`;
  const end = clock(run.endedAt, true);
  return `${end === clock(run.startedAt, true) ? '' : ` to ${end}`}, ${run.status}${retried}`;
}

function axis({ rows, totalMs }: Timeline, chosen: TimelineRow | undefined, choice: Choice) {
  const unit = axisUnits.find(({ fromMs }) => totalMs >= fromMs)!;
  const marks = [0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => (share === 0 ? '0' : unit.text((share * totalMs) / unit.ms)));
  return html`<div class="card tl">
<div class="ax" aria-hidden="true"><span>Step</span><div>${marks.map((mark, index) => html`<span>${mark}${index % 5 === 0 ? `\u00a0${unit.name}` : ''}</span>`)}</div><span class="end">took</span></div>
<ol>${rows.map(
    (row) => html`<li><a href="${choiceHref({ ...choice, rowKey: row.key })}" ${current(row === chosen)}>
<span class="nm ${colours[row.state]}">${icons[row.state]}<span class="ell">${row.label}</span><span class="vh">${words[row.state]}</span></span>
<span class="lane"><i class="${row.state}" style="inset-inline-start:${percent(row.startMs, totalMs)};inline-size:${percent(row.endMs - row.startMs, totalMs)}"></i></span>
<span class="end num muted">${durationText(row.endMs - row.startMs)}</span></a></li>`,
  )}</ol></div>`;
}

const axisUnits = [
  { name: 'h', ms: 3_600_000, fromMs: 10_800_000, text: (n: number) => n.toFixed(1) },
  { name: 'min', ms: 60_000, fromMs: 180_000, text: (n: number) => n.toFixed(1) },
  { name: 's', ms: 1000, fromMs: 20_000, text: (n: number) => n.toFixed(0) },
  { name: 's', ms: 1000, fromMs: 1000, text: (n: number) => n.toFixed(1) },
  { name: 'ms', ms: 1, fromMs: 0, text: (n: number) => n.toFixed(0) },
];
const colours = { done: 'okc', failed: 'noc', waiting: 'wac' };
const words = { done: 'completed', failed: 'failed', waiting: 'wait' };

function percent(ms: number, totalMs: number): string {
  return `${((ms / totalMs) * 100).toFixed(2)}%`;
}

function rowCard(row: TimelineRow) {
  const { attempt, step } = row;
  if (row.state === 'waiting') {
    const why =
      attempt === null ? `The function sleeps${until(step)}.` : `${attempt.name} is tried again after this wait.`;
    return html`<div class="card"><header class="line"><h2>${row.label}</h2><span class="badge warning">${icons.waiting}waits</span></header><p class="pad">${why}</p></div>`;
  }
  const retried = attempt?.retryAt ? ', retried' : '';
  const badge = row.error
    ? html`<span class="badge exhausted">${icons.failed}failed${retried}</span>`
    : html`<span class="badge good">${icons.done}completed</span>`;
  const output = row.error || step === null ? undefined : step.memo?.data;
  return html`<div class="card"><header class="line"><h2>${row.label}</h2>${badge}</header>
${step?.input != null ? html`<h3>Input</h3>${json(step.input)}` : ''}
${row.error ? errorBox(row.error) : ''}
${attempt?.retryAt ? html`<p class="pad muted">Tried again after ${durationText(attempt.retryAt.getTime() - attempt.endedAt.getTime())}, as try ${attempt.attempt + 2}.</p>` : ''}
${output === undefined ? '' : html`<h3>Output</h3>${json(output)}`}
${!row.error && step === null ? html`<p class="pad">The body ran to its end; its result is the run’s output.</p>` : ''}</div>`;
}

function until(step: RunStep | null): string {
  const end = step?.endedAt ?? step?.dueAt;
  return end ? ` until ${day(end)} ${clock(end, true)}` : '';
}

function errorBox(error: RunError) {
  return html`<pre tabindex="0" aria-label="Error"><span class="k">${error.name ?? 'Error'}</span> ${error.message ?? ''}</pre>
${error.stack ? html`<details><summary>Stack</summary><pre tabindex="0" aria-label="Stack">${error.stack}</pre></details>` : ''}`;
}

function result(run: RunDetail) {
  if (run.status === 'failed') return errorBox(run.error ?? {});
  return run.status === 'running' ? html`<p class="pad">Not yet: the run is under way.</p>` : json(run.output);
}

function json(value: unknown) {
  return html`<pre tabindex="0" aria-label="JSON">${JSON.stringify(value, null, 2)}</pre>`;
}
