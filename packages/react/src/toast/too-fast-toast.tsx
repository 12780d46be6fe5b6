import type { Catalog, QuotaRefusal } from '@plimsoll/quota';
import { Toast } from 'radix-ui';
import { useEffect, useState } from 'react';
import { againWords } from '../dialog/refusal-words.ts';
import { CloseIcon } from '../icons.tsx';
import { StatusDisc } from '../meter/status-disc.tsx';

type TooFast<C extends Catalog> = Extract<QuotaRefusal<C>, { breaches: unknown }>;

export type TooFastToastProps<C extends Catalog = Catalog> = {
  /** Shown while there is one; each new one is said and counted anew. */
  refusal: TooFast<C> | null;
  onClose: () => void;
  /** Offered once there is room again. */
  onRetry?: () => void;
};

/** Long enough to be read and reached, and until the call can be made again; a wait of hours isn't sat out. */
const shortestMs = 8_000;
const longestMs = 30_000;
const toReachMs = 4_000;

/**
 * Says that calls came too fast, and counts the seconds down to when there is room again. Said once, stays 8 seconds or
 * more, stands still under the pointer and while it has focus, reachable with F6.
 */
export function TooFastToast<C extends Catalog>({ refusal, onClose, onRetry }: TooFastToastProps<C>) {
  const durationMs = Math.min(Math.max((refusal?.retryAfterMs ?? 0) + toReachMs, shortestMs), longestMs);
  return (
    <Toast.Provider duration={durationMs} label="Refused call" swipeDirection="down">
      {refusal && <Body key={refusal.at} refusal={refusal} onClose={onClose} {...(onRetry && { onRetry })} />}
      <Toast.Viewport className="plimsoll-toasts" hotkey={['F6']} />
    </Toast.Provider>
  );
}

function Body<C extends Catalog>({ refusal, onClose, onRetry }: TooFastToastProps<C> & { refusal: TooFast<C> }) {
  const secondsLeft = useCountdown(refusal.retryAfterMs);
  const hasRoom = secondsLeft === 0;
  return (
    <Toast.Root className="plimsoll-toast" type="background" open onOpenChange={(open) => !open && onClose()}>
      <StatusDisc status="refused" />
      <div>
        <Toast.Title>Too many calls just now</Toast.Title>
        <Toast.Description>
          <bdi>{againWords(refusal, secondsLeft === null ? null : secondsLeft * 1000)}</bdi> Nothing was used.
        </Toast.Description>
        {onRetry && secondsLeft !== null && (
          <button
            type="button"
            className="plimsoll-button"
            data-look="outline"
            data-size="small"
            data-radix-toast-announce-exclude=""
            aria-disabled={!hasRoom}
            onClick={() => hasRoom && onRetry()}
          >
            {hasRoom ? 'Try again' : `Try again in ${secondsLeft} s`}
          </button>
        )}
      </div>
      <Toast.Close className="plimsoll-button" data-look="quiet" data-size="icon" aria-label="Close">
        <CloseIcon />
      </Toast.Close>
    </Toast.Root>
  );
}

/** Whole seconds that are left of a wait, 0 once it is over; null for one without an end. */
function useCountdown(waitMs: number | null): number | null {
  const [until] = useState(() => performance.now() + (waitMs ?? 0));
  const [now, setNow] = useState(() => performance.now());
  const isOver = now >= until;
  useEffect(() => {
    if (isOver) return;
    const ticking = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(ticking);
  }, [isOver]);
  return waitMs === null ? null : Math.max(Math.ceil((until - now) / 1000), 0);
}
