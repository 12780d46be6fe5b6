import { type Catalog, formatAmount, meterLabel, type QuotaRefusal } from '@plimsoll/quota';
import { inSentence } from '../meter/in-sentence.ts';
import { countOf } from '../meter/meter-words.ts';
import { formatTurn } from '../meter/turn-words.ts';
import { formatWait } from '../wait-words.ts';
import type { LimitRefusal } from './limit-refusal.ts';

export type RefusalWords = { readonly title: string; readonly sentence: string };

export type RefusalContext = {
  readonly catalog: Catalog;
  /** Whose limit it is, as people call it: `Tern Notes`. */
  readonly organisation: string;
  /** IANA time zone in which periods turn. */
  readonly zone: string;
  /** What the try left untouched, as the end of a sentence: `your prompt is kept`. */
  readonly kept?: string;
  /** Where to write while the organisation is paused: an address. */
  readonly support?: string;
};

/** What happened, without blame, and that nothing was lost. */
export function refusalWords(refusal: QuotaRefusal, context: RefusalContext): RefusalWords {
  const { catalog, organisation, kept, support } = context;
  const { label } = wordsOf(catalog, refusal.meter);
  const nothing = `This try used nothing${kept ? `, and ${kept}` : ''}.`;
  switch (refusal.reason) {
    case 'unavailable':
      return {
        title: 'We can’t check your limits right now',
        sentence: `So this call was not made, and nothing was used. Again in ${formatWait(refusal.retryAfterMs)}.`,
      };
    case 'not_in_plan': {
      const offer = refusal.remedies.find(({ type }) => type === 'upgrade' || type === 'ask_owner');
      const plan = titleOf(catalog, refusal.plan);
      const title =
        offer && 'name' in offer ? `${label} are part of ${offer.name}` : `${label} are not part of ${plan}`;
      return { title, sentence: `${organisation} is on ${plan}, which has none. ${nothing}` };
    }
    case 'suspended':
      return {
        title: `${organisation} is paused`,
        sentence: `Calls wait until it is resumed; your data is untouched. ${nothing}${support ? ` Write to ${support}.` : ''}`,
      };
    case 'too_fast':
      return { title: 'Too many calls just now', sentence: `${againWords(refusal, refusal.retryAfterMs)} ${nothing}` };
    case 'exhausted':
      return refusal.period === null && catalog.meters[refusal.meter]?.kind === 'level'
        ? levelWords(refusal, context)
        : allowanceWords(refusal, context);
    default:
      return refusal satisfies never;
  }
}

/** `Again in 4 seconds.`; a call that asks for more than a burst ever holds is told how many that is. */
export function againWords({ ceiling }: Pick<LimitRefusal, 'ceiling'>, waitMs: number | null): string {
  if (waitMs === null) return `No more than ${formatAmount(ceiling)} at once.`;
  return waitMs > 0 ? `Again in ${formatWait(waitMs)}.` : 'There is room again.';
}

function levelWords(refusal: LimitRefusal, { catalog, organisation, kept }: RefusalContext): RefusalWords {
  const { used, line, asked, pool } = refusal;
  const words = wordsOf(catalog, refusal.meter);
  const what = inSentence(words.label);
  const room = asked === 1 ? `another ${words.unit}` : `${formatAmount(asked)} more ${what}`;
  const of = isFromPoolOnly(refusal) ? '' : ` of ${formatAmount(line)}`;
  const fact = `${organisation} has ${formatAmount(used)}${of} ${what} on ${titleOf(catalog, refusal.plan)}`;
  return {
    title: `No room for ${room}`,
    sentence: `${fact}${poolClause(pool)}. Nothing was created${kept ? `, and ${kept}.` : '.'}`,
  };
}

function allowanceWords(refusal: LimitRefusal, context: RefusalContext): RefusalWords {
  const { used, remaining, held, period, pool } = refusal;
  const words = wordsOf(context.catalog, refusal.meter);
  const what = inSentence(words.label);
  const until = period ? ` until ${formatTurn(period, context.zone)}` : '';
  const holds = held > 0 ? `, and ${formatAmount(held)} are held for work in flight` : '';
  const fact = isFromPoolOnly(refusal)
    ? `${context.organisation} has used ${formatAmount(used)} ${what} on ${titleOf(context.catalog, refusal.plan)}`
    : usedWords(refusal, context);
  return {
    title: remaining > 0 ? `Only ${countOf(remaining, words)} remaining${until}` : `No ${what} remaining${until}`,
    sentence: `${fact}${holds}${poolClause(pool)}. This try used nothing${context.kept ? `, and ${context.kept}.` : '.'}`,
  };
}

/** `Tern Notes has used all 10 AI generations of this period on Free`, or how many of them; and how many beyond. */
function usedWords({ meter, plan, used, held, line, limit }: LimitRefusal, context: RefusalContext): string {
  const words = wordsOf(context.catalog, meter);
  const what = inSentence(words.label);
  const on = titleOf(context.catalog, plan);
  const beyond = limit.type === 'capped' && (limit.overage || limit.grace) ? Math.max(used - line, 0) : 0;
  if (held > 0 || (used !== line && beyond === 0)) {
    return `${context.organisation} has used ${formatAmount(used)} of ${formatAmount(line)} ${what} on ${on}`;
  }
  const all = line === 1 ? `the 1 ${words.unit}` : `all ${formatAmount(line)} ${what}`;
  const more = beyond > 0 ? `, and ${formatAmount(beyond)} beyond the limit` : '';
  return `${context.organisation} has used ${all} of this period on ${on}${more}`;
}

/** There is no own line to speak of: all of it comes from the pool. */
const isFromPoolOnly = ({ limit }: LimitRefusal) => limit.type === 'pooled' && limit.cap === undefined;

const poolClause = (pool: LimitRefusal['pool']): string =>
  pool && pool.remaining !== null
    ? `; your organisation’s pool has ${pool.remaining === 0 ? 'nothing' : formatAmount(pool.remaining)} left`
    : '';

const wordsOf = (catalog: Catalog, meter: string) => {
  const label = meterLabel(catalog, meter);
  return { label, unit: catalog.meters[meter]?.unit ?? inSentence(label) };
};

/** What people call a plan; its key where the catalog doesn't know it. */
export const titleOf = (catalog: Catalog, plan: string): string => catalog.plans[plan]?.name ?? plan;
