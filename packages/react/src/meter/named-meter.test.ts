import { standingOf } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { contract, contracts, harbour } from '../../test/contract-data.ts';
import { nameMeters } from './named-meter.ts';

const graceUntil = '2026-11-19T09:14:00.000Z';
const running = harbour({ articles: contract('articles', { used: 523, graceUntil }) });
const graceOver = { used: 523, graceUntil: '2026-11-16T09:14:00.000Z', isGraceOver: true };

test.each([
  ['while it runs', running],
  ['once its days are over', harbour({ articles: contract('articles', graceOver) })],
])('a pause makes no meter full: each stands as without it, grace %s', (_, usage) => {
  const meters = Object.entries(usage.meters).map(([name, meter]) => {
    const until = meter.beyond?.type === 'grace' ? meter.beyond.until : null;
    // As a suspended tenant's come: no call is granted.
    return [name, standingOf({ ...meter, ceiling: 0, graceUntil: until }, contracts.thresholds)];
  });
  const paused = { ...usage, suspended: true, meters: Object.fromEntries(meters) };
  expect(paused.meters.drafts.status).toBe('exhausted');
  expect(nameMeters(contracts, paused)).toEqual(nameMeters(contracts, usage));
});
