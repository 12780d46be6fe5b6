import { Trash2 } from 'lucide-react';
import { trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';

/** Deletes one project and gives its room back at once. */
export function DeleteProject({ id, name }: { id: string; name: string }) {
  const utils = trpc.useUtils();
  const deletion = trpc.projects.delete.useMutation({
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
        onClick={() => deletion.mutate({ id })}
      >
        <Trash2 size={14} strokeWidth={1.75} aria-hidden />
      </Button>
    </>
  );
}
