import { useRef, useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { Cost } from './cost.tsx';

/** Asks for a name and makes a project. A refusal keeps the name. */
export function NewProjectForm({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { run, isBusy, failure } = useProtectedCall({
    meter: 'projects',
    again: { title: `Create “${name}” again`, run: () => void create() },
    kept: 'the name is kept',
  });

  async function create(): Promise<void> {
    const made = await run(() => client.projects.create.mutate({ name }));
    if (!made) return;
    await utils.projects.list.invalidate();
    onClose();
  }

  return (
    <form
      className="border-t px-4 py-3 md:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && name.trim()) void create();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <label className="block text-sm font-[560]">
        Name
        <input
          ref={input}
          // biome-ignore lint/a11y/noAutofocus: the form opens on a press of "New project" and is what was asked for.
          autoFocus
          required
          maxLength={80}
          className="field mt-[5px] text-md font-normal"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <div className="mt-2.5 flex flex-wrap items-center gap-2.5">
        <Button type="submit" size="small" busy={isBusy}>
          Create
        </Button>
        <Button look="quiet" size="small" onClick={onClose}>
          Cancel
        </Button>
        <Cost meter="projects" />
      </div>
      <p aria-live="polite" className="text-xs text-exhausted">
        {failure}
      </p>
    </form>
  );
}
