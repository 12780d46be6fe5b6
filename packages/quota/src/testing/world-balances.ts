import { Temporal } from 'temporal-polyfill';
import type { CalendarSpan } from '../catalog/meter.ts';
import { calendarPeriod } from '../period/calendar-period.ts';
import type { Period } from '../period/period.ts';
import { runningPeriod } from '../period/running-period.ts';
import { resolve } from './resolve.ts';
import { dayMs, newPeriod, runningPeriodOf, type World, type WorldBalance, type WorldPeriod } from './world.ts';
import { meterOf, seeTenant, tenantOf } from './world-contract.ts';

const instantOf = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms);

/** The balance, made by the first request that asks for it. */
export function openBalance(world: World, tenant: string, meter: string, actor = ''): WorldBalance {
  const key = JSON.stringify([tenant, meter, actor]);
  const known = world.state.balances.get(key);
  if (known) return openPeriods(world, known);
  seeTenant(world, tenant);
  const { nowMs } = world.state;
  const balance: WorldBalance = {
    tenant,
    meter,
    actor,
    periods: [periodFrom(world, tenant, meter, nowMs)],
    line: null,
    ceiling: null,
    base: 0,
    own: 0,
    graceFromMs: null,
    ahead: [],
    told: [],
    debt: 0n,
    debtAtMs: nowMs,
  };
  world.state.balances.set(key, balance);
  resolve(world, balance, { isNew: true });
  return openPeriods(world, balance);
}

/** The running period, and those that ended lately: something may be booked late into them. */
export function openPeriods({ state }: World, balance: WorldBalance): WorldBalance {
  for (const period of balance.periods) period.isOpened ||= period.endMs > state.nowMs - dayMs;
  return balance;
}

/** Ends the running period and begins the next one. A window waits for its first call. */
export function nextPeriod(world: World, { tenant, meter, periods }: WorldBalance): void {
  const { endMs } = periods.at(-1) as WorldPeriod;
  const next = periodFrom(world, tenant, meter, endMs);
  // After a move of the anchor the calendar's period may begin before the stretched one ended.
  periods.push({ ...next, startMs: endMs });
}

/** What moved: the running period keeps its start and stretches to the new calendar's next turn. */
export function stretchPeriod(world: World, balance: WorldBalance): void {
  const span = spanOf(world, balance.meter);
  const running = runningPeriodOf(balance);
  if (!span || !Number.isFinite(running.endMs)) return;
  const range = { start: instantOf(running.startMs), end: instantOf(running.endMs) };
  const { anchor: date, zone } = tenantOf(world, balance.tenant);
  const moved = runningPeriod(range, span, instantOf(world.state.nowMs), { date, zone }) as Period;
  running.endMs = moved.end.epochMilliseconds;
}

/** Opens a window that no call has opened yet. What was booked late between two windows stays in this one, and so its start. */
export function openWindow(world: World, balance: WorldBalance, atMs: number): void {
  const meter = meterOf(world, balance.meter);
  const running = runningPeriodOf(balance);
  if (meter.kind !== 'allowance' || typeof meter.per === 'string' || Number.isFinite(running.endMs)) return;
  const { nowMs } = world.state;
  const { windowMs } = meter.per;
  const fromMs = atMs + windowMs > nowMs ? atMs : nowMs;
  const isEmpty = running.used === 0;
  if (isEmpty) running.startMs = fromMs;
  running.endMs = windowMs + (isEmpty ? fromMs : Math.max(running.startMs, nowMs));
}

/** The end of the calendar's period, counted from `atMs`, after that many more. */
export function periodEnd(world: World, tenant: string, span: CalendarSpan, atMs: number, more = 0): number {
  const { anchor: date, zone } = tenantOf(world, tenant);
  let endMs = (calendarPeriod(instantOf(atMs), span, { date, zone }) as Period).end.epochMilliseconds;
  for (let periods = 0; periods < more; periods++) endMs = periodEnd(world, tenant, span, endMs);
  return endMs;
}

/** The calendar's span of an allowance that has one; null for windows, lifetimes, levels and rates. */
export function spanOf(world: World, name: string): CalendarSpan | null {
  const meter = meterOf(world, name);
  return meter.kind === 'allowance' && typeof meter.per === 'string' && meter.per !== 'lifetime' ? meter.per : null;
}

function periodFrom(world: World, tenant: string, meter: string, atMs: number): WorldPeriod {
  const span = spanOf(world, meter);
  if (!span) return newPeriod(-Infinity, Infinity);
  const { anchor: date, zone } = tenantOf(world, tenant);
  const { start, end } = calendarPeriod(instantOf(atMs), span, { date, zone }) as Period;
  return newPeriod(start.epochMilliseconds, end.epochMilliseconds);
}
