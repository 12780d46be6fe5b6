export { createMailer, type Mailer, type MailerOptions, type NoticeSend } from './create-mailer.ts';
export { MailRefusedError, MailRetryError } from './mail-errors.ts';
export { type NoticeEmail, noticeEmailSchema } from './notice-email.ts';
export { type RenderedEmail, renderNoticeEmail } from './render-notice-email.tsx';
