/** The Inngest door: functions that an application's worker registers, and the events that start them. */
export { type AggregateUsageOptions, aggregateUsage } from './inngest/aggregate-usage.ts';
export { aggregationAsked, turnAsked } from './inngest/asked-events.ts';
export { type DeliverNoticeOptions, deliverNotice, type Recipient } from './inngest/deliver-notice.ts';
export { noticeCreated, noticeCreatedData, noticeEvent } from './inngest/notice-event.ts';
export { type TurnPeriodsOptions, turnPeriods } from './inngest/turn-periods.ts';
