import type { Catalog, PlanName, QuotaRefusal } from '@plimsoll/quota';
import { AlertDialog } from 'radix-ui';
import { useRef } from 'react';
import { CloseIcon } from '../icons.tsx';
import { StatusDisc } from '../meter/status-disc.tsx';
import type { OpenDialogProps, QuotaExceededDialogProps } from './dialog-props.ts';
import { RefusalBody } from './refusal-body.tsx';
import { refusalWords } from './refusal-words.ts';

/**
 * Says which limit a call met, that nothing was used, and every way forward, the quickest first. Focus goes to the
 * recommended action, Escape closes, and focus returns to where it was.
 */
export function QuotaExceededDialog<C extends Catalog>(props: QuotaExceededDialogProps<C>) {
  const { refusal, onClose, onUpgrade } = props;
  // Inside, names are plain text: they all come out of this very catalog, by its refusals and comparisons.
  const upgrade = (plan: string) => onUpgrade(plan as PlanName<C>);
  const plain = refusal as QuotaRefusal | null;
  return (
    <AlertDialog.Root open={refusal !== null} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="plimsoll-overlay" />
        {plain && <Content {...props} refusal={plain} onUpgrade={upgrade} />}
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function Content(props: OpenDialogProps) {
  const { refusal, catalog, organisation, zone, kept, support, onClose, onRetry, error } = props;
  const content = useRef<HTMLDivElement>(null);
  const notNow = useRef<HTMLButtonElement>(null);
  // The dialog has no trigger that Radix could return to: the call came from anywhere on the page.
  const opener = useRef<Element | null>(null);
  const words = refusalWords(refusal, {
    catalog,
    organisation,
    zone,
    ...(kept !== undefined && { kept }),
    ...(support !== undefined && { support }),
  });
  return (
    <AlertDialog.Content
      ref={content}
      className="plimsoll-dialog"
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        opener.current = document.activeElement;
        const first = content.current?.querySelector<HTMLElement>('[data-first], .plimsoll-ways :is(button, a)');
        (first ?? notNow.current)?.focus();
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
      }}
    >
      <div className="plimsoll-dialog-head">
        <StatusDisc status={refusal.reason === 'exhausted' ? 'exhausted' : 'refused'} />
        <div>
          <AlertDialog.Title>{words.title}</AlertDialog.Title>
          <AlertDialog.Description>{words.sentence}</AlertDialog.Description>
        </div>
        <button
          type="button"
          className="plimsoll-button"
          data-look="quiet"
          data-size="icon"
          aria-label="Close"
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </div>
      <RefusalBody {...props} />
      <div className="plimsoll-dialog-foot">
        <p role="alert">{error}</p>
        {refusal.reason === 'unavailable' && onRetry && (
          <button type="button" className="plimsoll-button" data-first onClick={onRetry}>
            Try again
          </button>
        )}
        <AlertDialog.Cancel ref={notNow} className="plimsoll-button" data-look="outline">
          {refusal.reason === 'suspended' ? 'Close' : 'Not now'}
        </AlertDialog.Cancel>
      </div>
    </AlertDialog.Content>
  );
}
