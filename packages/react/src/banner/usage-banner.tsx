import type { Catalog, TenantUsage } from '@plimsoll/quota';
import { type ReactNode, useState } from 'react';
import { CloseIcon } from '../icons.tsx';
import { type NamedMeter, nameMeters } from '../meter/named-meter.ts';
import { StatusDisc } from '../meter/status-disc.tsx';
import { attentionMeters, type BannerMessage, bannerMessage } from './banner-message.ts';
import { type DismissalStorage, isDismissable, markOf } from './dismissals.ts';
import { useDismissals } from './use-dismissals.ts';

export type UsageBannerProps = {
  catalog: Catalog;
  usage: TenantUsage;
  /** Buttons or links for the meter spoken of: "Compare plans", "See usage". */
  renderActions?: (meter: NamedMeter) => ReactNode;
  /** Where dismissals are kept; the browser's `localStorage` where left out. */
  storage?: DismissalStorage | null;
};

/**
 * Speaks of the worst meter, once a level, until it is dismissed: the dismissal lasts until the next mark or period.
 * At the limit it can't be dismissed. Draws nothing while every meter is calm.
 */
export function UsageBanner({ catalog, usage, renderActions, storage = browserStorage() }: UsageBannerProps) {
  const meters = nameMeters(catalog, usage);
  const { isDismissed, dismiss } = useDismissals(usage.tenant, meters, storage);
  const waiting = attentionMeters(meters).filter((meter) => !isDismissed(meter));
  const worst = waiting[0];
  const message = worst ? bannerMessage(worst, usage.zone) : null;
  return (
    <>
      <Announcement mark={worst ? markOf(worst) : null} message={message} />
      {worst && message && (
        <section className="plimsoll-banner" data-level={message.level} aria-label="Usage">
          <StatusDisc status={worst.usage.status} />
          <p>
            <bdi>
              <b>{message.fact}</b> {message.meaning}
              {waiting.length > 1 && ` And ${waiting.length - 1} more.`}
            </bdi>
          </p>
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
        </section>
      )}
    </>
  );
}

/**
 * What is read aloud: the sentence as it stood when its mark was passed. The figures in view go on changing with each
 * call, and a live region around them would speak every time.
 */
function Announcement({ mark, message }: { mark: string | null; message: BannerMessage | null }) {
  const [said, setSaid] = useState({ mark, message });
  if (said.mark !== mark) setSaid({ mark, message });
  const { level, fact, meaning } = said.message ?? { level: 'warning', fact: '', meaning: '' };
  const sentence = `${fact} ${meaning}`.trim();
  return (
    <>
      <div className="plimsoll-spoken" role="status">
        {level === 'reached' ? '' : sentence}
      </div>
      <div className="plimsoll-spoken" role="alert">
        {level === 'reached' ? sentence : ''}
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
