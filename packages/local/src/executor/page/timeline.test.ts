import { expect, test } from 'vitest';
import type { RunAttempt, RunDetail } from './read-runs.ts';
import { timeline } from './timeline.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 10, 24, 9) + ms);
const error = { name: 'Error', message: 'asked to fail' };
const attempt = (
  id: string,
  name: string,
  startMs: number,
  endMs: number,
  more: Partial<RunAttempt> = {},
): RunAttempt => ({
  id,
  name,
  stepId: name,
  attempt: 0,
  startedAt: at(startMs),
  endedAt: at(endMs),
  error: null,
  retryAt: null,
  ...more,
});
const run: RunDetail = {
  id: 'r',
  functionId: 'f',
  event: { name: 'app/x', data: {}, id: 'e', ts: 0 },
  status: 'completed',
  startedAt: at(0),
  endedAt: at(1000),
  retries: 1,
  nextAt: null,
  output: null,
  error: null,
  steps: [],
  attempts: [],
};

test('a failed try, the wait after it and the next try stand behind each other on the axis', () => {
  const attempts = [
    attempt('1', 'load', 0, 50),
    attempt('2', 'send', 60, 100, { error, retryAt: at(800) }),
    attempt('3', 'send', 810, 900, { attempt: 1 }),
  ];
  const { rows, totalMs } = timeline({ ...run, attempts }, at(5000));
  expect(totalMs).toBe(1000);
  expect(rows.map(({ label, state, startMs, endMs }) => [label, state, startMs, endMs])).toEqual([
    ['load', 'done', 0, 50],
    ['send, try 1', 'failed', 60, 100],
    ['wait 0.7\u00a0s', 'waiting', 100, 800],
    ['send, try 2', 'done', 810, 900],
  ]);
});

test('a sleep that is still out reaches to its end, beyond now', () => {
  const nap = {
    id: 'n',
    name: 'nap',
    op: 'Sleep',
    input: null,
    memo: null,
    startedAt: at(10),
    endedAt: null,
    dueAt: at(60_010),
  };
  const { rows, totalMs } = timeline({ ...run, endedAt: null, steps: [nap] }, at(500));
  expect(rows).toMatchObject([{ label: 'nap', state: 'waiting', startMs: 10, endMs: 60_010 }]);
  expect(totalMs).toBe(60_010);
});
