import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useUsage } from '../usage/usage-provider.tsx';
import { placeWords } from './place-words.ts';

type DeleteProjectProps = {
  id: string;
  name: string;
  /** Called once the project, and this button with it, is to go. */
  onDeleted: () => void;
};

/** Deletes one project, after it was asked, and gives its room back at once. */
export function DeleteProject({ id, name, onDeleted }: DeleteProjectProps) {
  const utils = trpc.useUtils();
  const { usage } = useUsage();
  const [isAsking, setAsking] = useState(false);
  const deletion = trpc.projects.delete.useMutation({
    onSuccess: onDeleted,
    onSettled: () => Promise.all([utils.projects.list.invalidate(), utils.usage.get.invalidate()]),
  });
  return (
    <>
      {deletion.isError && (
        <span role="alert" className="text-xs text-exhausted">
          Not deleted
        </span>
      )}
      <Button
        look="quiet"
        size="icon"
        aria-label={`Delete ${name}`}
        busy={deletion.isPending}
        onClick={() => setAsking(true)}
      >
        <Trash2 size={14} strokeWidth={1.75} aria-hidden />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Delete ${name}?`}
          text={`It can’t be brought back. ${placeWords(usage, 'projects')}`}
          action="Delete project"
          onConfirm={() => deletion.mutate({ id })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
