/** Events by which upkeep is asked for besides its time: by an operator, or a test. They carry nothing. */
export const aggregationAsked = 'quota/aggregation.asked';
export const turnAsked = 'quota/turn.asked';
