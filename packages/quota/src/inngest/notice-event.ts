import { type Notice, noticeSchema } from '../outbox/notice.ts';

/** Name and shape of the events that Plimsoll sends. */
export const noticeCreated = 'quota/notice.created';
export const noticeCreatedData = noticeSchema;

/** The event that hands a notice on. Its id is the notice's, so that Inngest starts one run however often it is sent. */
export const noticeEvent = (notice: Notice) => ({ id: notice.id, name: noticeCreated, data: notice });
