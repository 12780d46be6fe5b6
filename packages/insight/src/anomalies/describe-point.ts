import type { AnomalyPoint } from './detect-anomalies.ts';

/** Words that a caller can put in place of plain ones. */
export interface PointWords {
  /** What is counted, after an amount: `AI generations`. Nothing where left out. */
  readonly unit?: string;
  /** When such amounts are usual: `for a Thursday`. */
  readonly usually?: string;
}

/** A score from which on a step is called unusual: less than one by chance in the history so far. */
const unusual = 0.5;

/** Says in a sentence what is unusual about a step, or that nothing is. Counts have whole ranges, other amounts two digits. */
export function describePoint(point: Omit<AnomalyPoint, 'sentence'>, words: PointWords = {}): string {
  const { actual, expected, score, kind, direction, isOngoing } = point;
  if (actual === null) return 'Nothing is known of this time.';
  if (expected === null) return 'Too early to say what is usual.';
  if (isOngoing) return 'As unusual as what was reported shortly before.';
  if (score < unusual || kind === null) return 'Within what is usual.';
  const amount = words.unit ? `${shown(actual)} ${words.unit}` : shown(actual);
  const usually = words.usually ?? 'at this time of the week';
  const isCount = Number.isInteger(actual) && expected[1] >= 2;
  const [low, high] = expected.map((end) => shown(isCount ? Math.round(end) : end));
  const range = `${low} to ${high} is usual ${usually}`;
  switch (kind) {
    case 'time of week':
    case 'level':
      return `${amount}, where ${range}.`;
    case 'jump':
      return `${amount}, a sudden ${direction === 'above' ? 'rise' : 'fall'}; ${range}.`;
    case 'shift':
      return `${amount}, and a stretch that is ${direction} the one before; ${range}.`;
    case 'drift':
      return `${amount}, and for hours ${direction} what past weeks had; ${range}.`;
    case 'unrest':
      return `${amount}, after ups and downs that are larger than before; ${range}.`;
    default:
      return kind satisfies never;
  }
}

/** Whole from 10 on, and with up to two digits below. */
function shown(amount: number): string {
  return String(amount >= 10 ? Math.round(amount) : Math.round(amount * 100) / 100);
}
