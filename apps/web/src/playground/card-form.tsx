import type { MeterName } from '@plimsoll/quota';
import type { ReactNode } from 'react';
import type { AppCatalog } from '../../server/catalog.ts';
import { Button } from '../ui/button.tsx';
import { Cost } from './cost.tsx';

type CardFormProps = {
  /** What one press of its button takes. */
  meter: MeterName<AppCatalog>;
  /** On its button. */
  action: string;
  isBusy: boolean;
  /** What went wrong with the last try. */
  failure: string | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** The form that opens inside a card: its fields, the button with its cost, and two ways out: Cancel and Escape. */
export function CardForm({ meter, action, isBusy, failure, onSubmit, onClose, children }: CardFormProps) {
  return (
    <form
      className="border-t px-4 py-3 md:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) onSubmit();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      {children}
      <div className="mt-2.5 flex flex-wrap items-center gap-2.5">
        <Button type="submit" size="small" busy={isBusy}>
          {action}
        </Button>
        <Button look="quiet" size="small" onClick={onClose}>
          Cancel
        </Button>
        <Cost meter={meter} />
      </div>
      <p aria-live="polite" className="text-xs text-exhausted">
        {failure}
      </p>
    </form>
  );
}
