import type { Notice, ThresholdFacts } from '../outbox/notice.ts';
import type { Relay, RelayOptions } from '../outbox/relay.ts';
import { isoOf, type World, type WorldNotice } from './world.ts';

const mostAtOnce = 100;

/** Hands a world's notices on, in order and each once, however many relays there are: they take turns. */
export function relaysOn(world: World) {
  const relays = new Set<Relay>();
  /** One round at a time: what one relay has in hand no other one takes. */
  let rounds: Promise<void> = Promise.resolve();

  function start({ send, everyMs = 500, onError = () => {} }: RelayOptions): Relay {
    let timer: NodeJS.Timeout | undefined;
    let round: Promise<void> | undefined;
    let isStopped = false;

    async function handOn() {
      for (let due = unsent(world); due.length > 0 && !isStopped; due = unsent(world)) {
        await send(due.map(noticeOf));
        const ids = due.map(({ id }) => id);
        for (const notice of world.state.notices) if (ids.includes(notice.id)) notice.sentMs = world.state.nowMs;
      }
    }

    function wake() {
      clearTimeout(timer);
      if (isStopped) return;
      round ??= rounds
        .then(handOn)
        .catch(onError)
        .finally(() => {
          round = undefined;
          if (!isStopped) timer = setTimeout(wake, everyMs).unref();
        });
      rounds = round;
    }

    const relay: Relay = {
      wake,
      async stop() {
        isStopped = true;
        clearTimeout(timer);
        relays.delete(relay);
        await round;
      },
    };
    relays.add(relay);
    wake();
    return relay;
  }

  return {
    start,
    wake: () => relays.forEach((relay) => void relay.wake()),
    stop: async () => void (await Promise.all([...relays].map((relay) => relay.stop()))),
  };
}

const unsent = ({ state }: World) => state.notices.filter(({ sentMs }) => sentMs === null).slice(0, mostAtOnce);

export function noticeOf({
  id,
  tenant,
  meter,
  level,
  amount,
  used,
  held,
  line,
  ceiling,
  atMs,
  period,
}: WorldNotice): Notice {
  const facts = { meter, level, amount, used, held, line: line ?? 0, ceiling, at: isoOf(atMs), period };
  return { id, tenant, kind: 'threshold', facts: facts as ThresholdFacts };
}
