import { expect, test } from 'vitest';
import { readAnswer } from './answer.ts';
import { inngestRetryDelayMs } from './retry-delay.ts';

const now = Date.UTC(2026, 10, 24);
const sdk = { 'x-inngest-sdk': 'inngest-js:v4.24.0', 'x-inngest-req-version': '2' };
const read = (status: number, headers: Record<string, string>, body: string) =>
  readAnswer(status, new Headers(headers), body, now);

test("an answer without the SDK's header is a failed try, whatever its status", () => {
  for (const status of [200, 206, 400, 502]) {
    expect(read(status, {}, '[]')).toMatchObject({ kind: 'threw', mayRetry: true, requestVersion: null });
  }
});

test('retry-after is read as seconds or a date and clipped to 1 s to 24 h', () => {
  const retryAfter = (value: string) => {
    const answer = read(500, { ...sdk, 'retry-after': value }, '{"message":"x"}');
    return answer.kind === 'threw' ? answer.retryAfterMs : undefined;
  };
  expect(retryAfter('90')).toBe(90_000);
  expect(retryAfter('0')).toBe(1000);
  expect(retryAfter('999999')).toBe(86_400_000);
  expect(retryAfter(new Date(now + 5000).toISOString())).toBe(5000);
  expect(retryAfter('whenever')).toBeNull();
});

test('x-inngest-no-retry is what makes an error final', () => {
  const body = '{"name":"RangeError","message":"boom"}';
  expect(read(400, { ...sdk, 'x-inngest-no-retry': 'true' }, body)).toMatchObject({
    mayRetry: false,
    error: { message: 'boom' },
  });
  expect(read(400, sdk, body)).toMatchObject({ mayRetry: true });
});

test("the waits between tries are Inngest's own table with up to 30 s on top", () => {
  expect([0, 1, 2, 9, 50].map((attempt) => inngestRetryDelayMs(attempt, () => 0))).toEqual([
    15_000, 30_000, 60_000, 7_200_000, 7_200_000,
  ]);
  expect(inngestRetryDelayMs(0, () => 0.999999)).toBe(44_999);
});
