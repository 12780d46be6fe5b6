import { type Catalog, formatAmount, formatDay, formatSpan, meterLabel, type QuotaRefusal } from '@plimsoll/quota';
import { countOf, inSentence } from '../meter/meter-words.ts';

export type RefusalWords = { readonly title: string; readonly sentence: string };

export type RefusalContext = {
  readonly catalog: Catalog;
  /** Whose limit it is, as people call it: `Tern Notes`. */
  readonly organisation: string;
  /** IANA time zone in which periods turn. */
  readonly zone: string;
  /** What the try left untouched, as the end of a sentence: `your prompt is kept`. */
  readonly kept?: string;
};

/** What happened, without blame, and that nothing was lost. */
export function refusalWords(refusal: QuotaRefusal, context: RefusalContext): RefusalWords {
  const { catalog, organisation, kept } = context;
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
    case 'exhausted':
      return exhaustedWords(refusal, context);
    default:
      return refusal satisfies never;
  }
}

type Exhausted = Extract<QuotaRefusal, { reason: 'exhausted' }>;

function exhaustedWords(refusal: Exhausted, { catalog, organisation, zone, kept }: RefusalContext): RefusalWords {
  const { used, line, remaining, asked, held, period } = refusal;
  const words = wordsOf(catalog, refusal.meter);
  const what = inSentence(words.label);
  const on = titleOf(catalog, refusal.plan);
  const ending = kept ? `, and ${kept}.` : '.';
  const partly = `${organisation} has used ${formatAmount(used)} of ${formatAmount(line)} ${what} on ${on}`;
  if (!period) {
    const room = asked === 1 ? `another ${words.unit}` : `${formatAmount(asked)} more ${what}`;
    return {
      title: `No room for ${room}`,
      sentence: `${organisation} has ${formatAmount(used)} of ${formatAmount(line)} ${what} on ${on}. Nothing was created${ending}`,
    };
  }
  const until = formatDay(period.end, zone);
  const title =
    remaining > 0
      ? `Only ${countOf(remaining, words)} remaining until ${until}`
      : `No ${what} remaining until ${until}`;
  const fact =
    held > 0
      ? `${partly}, and ${formatAmount(held)} are held by running calls`
      : used === line
        ? `${organisation} has used ${line === 1 ? `the 1 ${words.unit}` : `all ${formatAmount(line)} ${what}`} of this period on ${on}`
        : partly;
  return { title, sentence: `${fact}. This try used nothing${ending}` };
}

const wordsOf = (catalog: Catalog, meter: string) => {
  const label = meterLabel(catalog, meter);
  return { label, unit: catalog.meters[meter]?.unit ?? inSentence(label) };
};

/** `10 seconds`, then as {@link formatSpan}. */
export function formatWait(waitMs: number): string {
  const seconds = Math.max(Math.ceil(waitMs / 1000), 1);
  return seconds < 60 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : formatSpan(seconds * 1000);
}

/** What people call a plan; its key where the catalog doesn't know it. */
export const titleOf = (catalog: Catalog, plan: string): string => catalog.plans[plan]?.name ?? plan;
