/** Whether the long forms of the proofs were asked for: `pnpm test:long`. */
export const isLong = process.env.PLIMSOLL_LONG === '1';
