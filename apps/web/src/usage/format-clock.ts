const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** `10:41`, in the reader's own zone. */
export const formatClock = (iso: string): string => clock.format(new Date(iso));

/** `10:41:07`, in the reader's own zone. */
export const formatClockSeconds = (at: Date): string => clockWithSeconds.format(at);
