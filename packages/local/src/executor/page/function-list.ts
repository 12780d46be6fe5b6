import { html } from 'hono/html';
import type { ReadFunctionConfig } from '../registry/function-config.ts';
import type { AppStates } from '../registry/sync-apps.ts';
import { type Choice, choiceHref } from './choice.ts';
import type { FunctionActivity } from './read-runs.ts';
import { triggerText } from './wording.ts';

/** The first column: apps that don't answer, then each function with its trigger. */
export function functionList(
  functions: readonly ReadFunctionConfig[],
  apps: AppStates,
  activity: Map<string, FunctionActivity>,
  choice: Choice,
) {
  const accepted = functions.filter((read) => read.kind === 'accepted').length;
  const all = { ...choice, functionId: undefined, runId: undefined, rowKey: undefined };
  return html`<section aria-label="Functions">
<div class="colh"><h2>Functions</h2><span class="live${accepted === 0 ? ' stale' : ''}">${accepted} registered</span></div>
${[...apps].map(([url, state]) => appNotice(url, state))}
${
  functions.length === 0
    ? html`<p class="empty">No functions yet. They appear here as soon as an app that serves Inngest functions answers.</p>`
    : html`<ul class="fl"><li><a href="${choiceHref(all)}" ${current(choice.functionId === undefined)}><b>All functions</b></a></li>
${functions.map((read) => functionEntry(read, activity, choice))}</ul>`
}</section>`;
}

function appNotice(url: string, state: AppStates extends ReadonlyMap<string, infer State> ? State : never) {
  if (state.kind === 'registered') return '';
  return html`<p class="notice"><span class="num">${url}</span> ${
    state.kind === 'waiting'
      ? 'is being asked for its functions.'
      : `doesn’t register: ${state.problem}. It is asked again every second.`
  }</p>`;
}

function functionEntry(read: ReadFunctionConfig, activity: Map<string, FunctionActivity>, choice: Choice) {
  if (read.kind === 'refused') {
    return html`<li class="refused"><b>${read.name}</b><span class="badge exhausted">refused</span><small>${read.problem}</small></li>`;
  }
  const { id, name, triggers } = read.config;
  const chosen = { ...choice, functionId: id, runId: undefined, rowKey: undefined };
  return html`<li><a href="${choiceHref(chosen)}" ${current(choice.functionId === id)}><b class="ell">${name}</b>${badge(activity.get(id))}
${triggers.map((trigger) => html`<small class="${trigger.kind === 'event' ? 'num' : ''}">${triggerText(trigger)}</small>`)}</a></li>`;
}

function badge(activity: FunctionActivity | undefined) {
  if (!activity) return html`<span class="muted xs">idle</span>`;
  if (activity.failed > 0) return html`<span class="badge exhausted">${activity.failed} failed</span>`;
  if (activity.retried > 0) return html`<span class="badge warning">${activity.retried} retried</span>`;
  if (activity.running > 0) return html`<span class="badge calm">${activity.running} under way</span>`;
  return html`<span class="muted xs">idle</span>`;
}

export function current(is: boolean) {
  return is ? html`aria-current="true"` : '';
}
