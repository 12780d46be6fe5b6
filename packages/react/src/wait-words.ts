import { formatSpan } from '@plimsoll/quota';

/** `10 seconds`, then as {@link formatSpan}. */
export function formatWait(waitMs: number): string {
  const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
  return seconds < 60 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : formatSpan(seconds * 1000);
}
