import { expect, it } from 'vitest';
import type { DecisionAnswer, DecisionRequest } from './decide.ts';
import { DecisionQueue, type DecisionQueueOptions } from './decision-queue.ts';
import { QuotaUnavailableError } from './quota-error.ts';

const request = (balance: number, amount = 1, key: string | null = null): DecisionRequest => ({
  kind: 'consume',
  lines: [{ path: [balance], amount, isShadow: false }],
  charge: `${balance}-${amount}`,
  key,
  requestHash: null,
  actor: '',
  feature: '',
});
const granted = (requests: DecisionRequest[]) => ({
  crossed: false,
  answers: requests.map(
    ({ charge }): DecisionAnswer => ({ outcome: 'granted', charge, atMs: 0, isAgain: false, lines: [] }),
  ),
});

/** A queue that remembers its batches, and whose database answers when it is told to. */
function queueWith(options: Partial<DecisionQueueOptions> = {}) {
  const batches: DecisionRequest[][] = [];
  const gate = Promise.withResolvers<void>();
  const queue = new DecisionQueue({
    lanes: 1,
    decide: async (requests) => {
      batches.push(requests);
      await gate.promise;
      return granted(requests);
    },
    ...options,
  });
  return { queue, batches, open: () => gate.resolve() };
}

it('what arrives while a batch is in flight forms the next one', async () => {
  const { queue, batches, open } = queueWith();
  const first = queue.decide(request(1), 0);
  await Promise.resolve();
  const rest = [2, 3, 4].map((balance) => queue.decide(request(balance), 0));
  open();
  await Promise.all([first, ...rest]);
  expect(batches.map((batch) => batch.length)).toEqual([1, 3]);
});

it('past its bound the answer is unavailable, at once, and room is given back as answers come', async () => {
  const { queue, open } = queueWith({ maxQueued: 3 });
  const waiting = [1, 2, 3].map((balance) => queue.decide(request(balance), 0));
  await expect(queue.decide(request(4), 0)).rejects.toBeInstanceOf(QuotaUnavailableError);
  open();
  await Promise.all(waiting);
  expect(await queue.decide(request(5), 0)).toMatchObject({ outcome: 'granted' });
});

it('a batch holds at most so many, and a key only once: the second waits until the first is booked', async () => {
  const { queue, batches, open } = queueWith({ maxBatch: 3 });
  const asked = ['a', 'b', 'a', 'c', 'd'].map((key, balance) => queue.decide(request(balance, 1, key), 0));
  open();
  await Promise.all(asked);
  expect(batches.map((batch) => batch.map(({ key }) => key).join(''))).toEqual(['ab', 'acd']);
});

it('a faulty value fails alone, and every other request of its batch is answered', async () => {
  const fault = Object.assign(new Error('out of range'), { code: '22003' });
  const { queue } = queueWith({
    decide: async (requests) => {
      if (requests.some(({ lines }) => lines[0]?.amount === 666)) throw fault;
      return granted(requests);
    },
  });
  const asked = [1, 2, 666, 4, 5, 6, 7].map((amount, balance) => queue.decide(request(balance, amount), 0));
  const settled = await Promise.allSettled(asked);
  expect(settled.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1);
  expect(settled[2]).toMatchObject({ status: 'rejected', reason: fault });
});

it('what is no fault of a request is told as it is, to the whole batch', async () => {
  const bug = new TypeError('a bug');
  const { queue } = queueWith({ decide: () => Promise.reject(bug) });
  const settled = await Promise.allSettled([1, 2].map((balance) => queue.decide(request(balance), 0)));
  expect(settled).toMatchObject([{ reason: bug }, { reason: bug }]);
});
