import { UserMinus } from 'lucide-react';
import { trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';

/** Removes somebody from the organisation and gives their seat back at once. */
export function RemoveMember({ id, name }: { id: string; name: string }) {
  const utils = trpc.useUtils();
  const removal = trpc.members.remove.useMutation({
    onSettled: () => Promise.all([utils.members.list.invalidate(), utils.usage.get.invalidate()]),
  });
  return (
    <>
      {removal.isError && (
        <span role="alert" className="text-xs text-exhausted">
          Not removed
        </span>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label={`Remove ${name}`}
        busy={removal.isPending}
        onClick={() => removal.mutate({ id })}
      >
        <UserMinus size={14} strokeWidth={1.75} aria-hidden />
      </Button>
    </>
  );
}
