import type { MeterUsage } from '@plimsoll/quota';
import { statusWords } from './meter-words.ts';
import { StatusDisc } from './status-disc.tsx';

/** Disc and words: how a meter stands, readable without colour. */
export function UsageStatus({ usage, words, planTitle }: { usage: MeterUsage; words?: string; planTitle?: string }) {
  return (
    <span className="plimsoll-status" data-state={usage.status}>
      <StatusDisc status={usage.status} />
      <bdi>{words ?? statusWords(usage, planTitle)}</bdi>
    </span>
  );
}
