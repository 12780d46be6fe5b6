import { formatPrice, type PlanComparison } from '@plimsoll/quota';
import { AlertDialog } from 'radix-ui';
import { useRef } from 'react';

type PlanChangeDialogProps = {
  /** The plan that was chosen; null: closed. */
  plan: PlanComparison | null;
  present: PlanComparison;
  /** What the chosen plan would refuse, a line a meter. */
  losses: readonly string[];
  isUpgrade: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once more before a plan is changed: at which price, from when, and what would be refused on it. */
export function PlanChangeDialog({ plan, onClose, ...asked }: PlanChangeDialogProps) {
  return (
    <AlertDialog.Root open={plan !== null} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="plimsoll-overlay" />
        {plan && <Question plan={plan} {...asked} />}
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type QuestionProps = Omit<PlanChangeDialogProps, 'plan' | 'onClose'> & { plan: PlanComparison };

function Question({ plan, present, losses, isUpgrade, onConfirm }: QuestionProps) {
  // The dialog has no trigger that Radix could return to: each plan has a button of its own.
  const opener = useRef<Element | null>(null);
  const change = `${isUpgrade ? 'Upgrade' : 'Change'} to ${plan.title}`;
  return (
    <AlertDialog.Content
      className="plimsoll-dialog max-w-[480px]! max-md:top-auto! max-md:h-fit! max-md:max-w-none!"
      onOpenAutoFocus={() => {
        opener.current = document.activeElement;
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
      }}
    >
      <div className="plimsoll-dialog-head">
        <div>
          <AlertDialog.Title>{change}?</AlertDialog.Title>
          <AlertDialog.Description>
            {formatPrice(plan.price)} a month in place of {formatPrice(present.price)}. Its limits hold at once, and
            what is used of this period stays counted.
          </AlertDialog.Description>
        </div>
      </div>
      {losses.length > 0 && (
        <div className="plimsoll-dialog-body">
          <h3>What doesn’t fit {plan.title}</h3>
          <ul className="mt-1! grid gap-0.5 text-muted-foreground">
            {losses.map((loss) => (
              <li key={loss}>{loss}</li>
            ))}
          </ul>
          <p className="mt-2.5! mb-3.5!">Nothing is deleted. New ones are refused until you are below the limit.</p>
        </div>
      )}
      <div className="plimsoll-dialog-foot">
        <AlertDialog.Cancel className="plimsoll-button" data-look="outline">
          Not now
        </AlertDialog.Cancel>
        <AlertDialog.Action className="plimsoll-button" onClick={onConfirm}>
          {change}
        </AlertDialog.Action>
      </div>
    </AlertDialog.Content>
  );
}
