import { formatAmount } from '@plimsoll/quota';
import type { GenerationState } from './use-generation.ts';

/** What stands below a text: how far it is, and in the end what it took of what was held for it. */
export function generationWords(state: GenerationState): string {
  switch (state.is) {
    case 'idle':
      return 'While it writes, tokens are held; what it didn’t use is returned.';
    case 'writing':
      return `Writing, ${tokens(state.tokens)} so far, ${formatAmount(state.held)} held`;
    case 'done':
      return `Settled: ${tokens(state.settled)} used, ${formatAmount(state.returned)} of the ${formatAmount(state.settled + state.returned)} held returned`;
    case 'stopped':
      return `Stopped after ${tokens(state.tokens)}. What was written counts as used, the rest is returned.`;
    case 'broken':
      return 'It broke off. The generation is returned, what was written counts; your prompt is kept.';
    default:
      return state satisfies never;
  }
}

const tokens = (amount: number) => `${formatAmount(amount)} ${amount === 1 ? 'token' : 'tokens'}`;
