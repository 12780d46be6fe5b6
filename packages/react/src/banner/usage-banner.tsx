import type { Catalog, TenantUsage } from '@plimsoll/quota';
import { type ReactNode, useState } from 'react';
import { CloseIcon } from '../icons.tsx';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { StatusDisc } from '../meter/status-disc.tsx';
import { attentionMeters, type BannerMessage, bannerMessage, suspendedMessage } from './banner-message.ts';
import { type DismissalStorage, isDismissable, markOf } from './dismissals.ts';
import { useDismissals } from './use-dismissals.ts';

export type UsageBannerProps<C extends Catalog = Catalog> = {
  catalog: C;
  usage: TenantUsage<C>;
  /** Whose usage it is, as people call it: `Kestrel Press`. */
  organisation?: string;
  /** Where to write while the organisation is paused: an address. */
  support?: string;
  /** Buttons or links for the meter spoken of: "Compare plans", "See usage". */
  renderActions?: (meter: NamedMeter) => ReactNode;
  /** Where dismissals are kept; the browser's `localStorage` where left out. */
  storage?: DismissalStorage | null;
};

/**
 * Speaks of the worst meter, once a level, until it is dismissed: the dismissal lasts until the next mark or period.
 * At the limit and in grace it can't be dismissed, and not while the tenant is suspended: that alone is said then.
 * Draws nothing while every meter is calm.
 */
export function UsageBanner<C extends Catalog>(props: UsageBannerProps<C>) {
  const { catalog, usage, organisation = 'Your organisation', support, renderActions } = props;
  const meters = nameMeters(catalog, usage);
  const storage = props.storage === undefined ? browserStorage() : props.storage;
  const { isDismissed, dismiss } = useDismissals(usage.tenant, meters, storage);
  const waiting = usage.suspended ? [] : attentionMeters(meters).filter((meter) => !isDismissed(meter));
  const worst = waiting[0];
  const ofMeter = worst ? bannerMessage(worst, usage.zone) : null;
  const message = usage.suspended ? suspendedMessage(organisation, support) : ofMeter;
  return (
    <>
      <Announcement mark={usage.suspended ? 'suspended' : worst ? markOf(worst) : null} message={message} />
      {message && (
        <section className="plimsoll-banner" data-level={message.level} aria-label="Usage">
          <StatusDisc status={worst ? worst.usage.status : 'refused'} />
          <p>
            <bdi>
              <b>{message.fact}</b> {message.meaning}
              {waiting.length > 1 && ` ${othersWords(waiting.length - 1)}`}
            </bdi>
          </p>
          {worst && (
            <div className="plimsoll-banner-actions">
              {renderActions?.(worst)}
              {isDismissable(worst) && (
                <button
                  type="button"
                  className="plimsoll-button"
                  data-look="quiet"
                  data-size="icon"
                  aria-label="Dismiss until the next mark"
                  onClick={() => dismiss(worst)}
                >
                  <CloseIcon />
                </button>
              )}
            </div>
          )}
        </section>
      )}
    </>
  );
}

/** `1 more limit needs attention.`: after "3 more allowed", a bare "1 more" would be read as one of those. */
const othersWords = (count: number): string =>
  count === 1 ? '1 more limit needs attention.' : `${count} more limits need attention.`;

const interrupting: readonly BannerMessage['level'][] = ['reached', 'suspended'];

/**
 * What is read aloud: the sentence as it stood when its mark was passed. The figures in view go on changing with each
 * call, and a live region around them would speak every time.
 */
function Announcement({ mark, message }: { mark: string | null; message: BannerMessage | null }) {
  const [said, setSaid] = useState({ mark, message });
  if (said.mark !== mark) setSaid({ mark, message });
  const { level, fact, meaning } = said.message ?? { level: 'warning', fact: '', meaning: '' };
  const sentence = `${fact} ${meaning}`.trim();
  const interrupts = interrupting.includes(level);
  return (
    <>
      <div className="plimsoll-spoken" role="status">
        {interrupts ? '' : sentence}
      </div>
      <div className="plimsoll-spoken" role="alert">
        {interrupts ? sentence : ''}
      </div>
    </>
  );
}

/** Reading `localStorage` throws where cookies are blocked, and there is none on a server. */
function browserStorage(): DismissalStorage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
