import type { NoticeEmail } from '../notice-email.ts';

/** Kestrel Press passes 80 % of its AI generations, on Starter with overage. */
export const kestrelAtEighty: NoticeEmail = {
  kind: 'threshold',
  tenantName: 'Kestrel Press',
  meterLabel: 'AI generations',
  meterKind: 'allowance',
  used: 80,
  line: 100,
  ceiling: 120,
  beyond: { type: 'overage', priceCents: 15, currency: 'USD' },
  percent: 80,
  level: 'warning',
  zone: 'Europe/Stockholm',
  at: '2026-11-17T08:22:10.000Z',
  resetsAt: '2026-11-30T23:00:00.000Z',
  marks: [50, 80, 95, 100],
  planName: 'Starter',
  nextThresholdPercent: 95,
  upgrade: { name: 'Growth', priceCents: 7900, currency: 'USD', line: 500 },
  appUrl: 'https://app.example',
  appName: 'Demo application',
};

/** Tern Notes has used up what Free gives. */
export const ternAtTheLimit: NoticeEmail = {
  ...kestrelAtEighty,
  kind: 'exhausted',
  tenantName: 'Tern Notes',
  used: 10,
  line: 10,
  ceiling: 10,
  beyond: null,
  percent: 100,
  level: 'reached',
  zone: 'Europe/Lisbon',
  at: '2026-11-17T10:46:00.000Z',
  resetsAt: '2026-12-01T00:00:00.000Z',
  planName: 'Free',
  nextThresholdPercent: null,
  upgrade: { name: 'Starter', priceCents: 1900, currency: 'USD', line: 100 },
};
