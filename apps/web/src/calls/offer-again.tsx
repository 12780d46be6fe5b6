import type { PlanName } from '@plimsoll/quota';
import { X } from 'lucide-react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { Button } from '../ui/button.tsx';
import type { RefusedCall } from './refusal-provider.tsx';

type OfferAgainProps = { again: RefusedCall['again']; plan: PlanName<AppCatalog>; onDone: () => void };

/** After an upgrade: the refused call, one press away. Stays until it is taken or closed. */
export function OfferAgain({ again, plan, onDone }: OfferAgainProps) {
  return (
    <div
      role="status"
      className="fixed inset-x-4 bottom-4 z-40 mx-auto flex max-w-[400px] items-start gap-3 rounded-[10px] bg-popover px-3.5 py-3 text-sm text-popover-foreground shadow-(--shadow-pop) md:start-auto md:end-6 md:bottom-6"
    >
      <div className="flex-1">
        <p className="font-semibold">{catalog.plans[plan].name} is yours from now on</p>
        <p className="text-muted-foreground">There is room again for what was refused.</p>
        <div className="mt-2">
          <Button
            look="outline"
            size="small"
            onClick={() => {
              onDone();
              again.run();
            }}
          >
            {again.title}
          </Button>
        </div>
      </div>
      <Button look="quiet" size="icon" aria-label="Close" onClick={onDone}>
        <X size={14} aria-hidden />
      </Button>
    </div>
  );
}
