/**
 * The id of a charge or hold of meters that are switched off: nothing was booked under it, and to settle, release or return
 * it does nothing. Work that began while a meter was off must not fail when it ends.
 */
export const uncountedId = '00000000-0000-0000-0000-000000000000';
