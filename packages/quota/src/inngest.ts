/** The Inngest door: functions that an application's worker registers, and the events that start them. */
export { type DeliverNoticeOptions, deliverNotice, type Recipient } from './inngest/deliver-notice.ts';
export { noticeCreated, noticeCreatedData, noticeEvent } from './inngest/notice-event.ts';
