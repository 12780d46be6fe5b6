/** Everybody's in the sample data. There is no sample data in production. */
export const demoPassword = 'plimsoll-demo';
