import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../session/session.tsx';
import { trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

type RemoveMemberProps = {
  id: string;
  name: string;
  /** Called once the member, and this button with them, is to go. */
  onRemoved: () => void;
};

/** Removes somebody from the organisation, after it was asked, and gives their seat back at once. */
export function RemoveMember({ id, name, onRemoved }: RemoveMemberProps) {
  const utils = trpc.useUtils();
  const { organisation } = useSession();
  const [isAsking, setAsking] = useState(false);
  const removal = trpc.members.remove.useMutation({
    onSuccess: onRemoved,
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
        onClick={() => setAsking(true)}
      >
        <UserMinus size={14} strokeWidth={1.75} aria-hidden />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${name}?`}
          text={`They can’t enter ${organisation.name} any more. Their seat becomes free at once; projects stay.`}
          action="Remove member"
          onConfirm={() => removal.mutate({ id })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
