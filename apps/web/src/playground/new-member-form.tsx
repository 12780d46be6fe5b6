import { useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { Cost } from './cost.tsx';

/** Asks for somebody's name and email, and gives them a seat. A refusal keeps both. */
export function NewMemberForm({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const { run, isBusy, failure } = useProtectedCall({
    meter: 'seats',
    again: { title: `Add ${name} again`, run: () => void add() },
    kept: 'name and email are kept',
  });

  async function add(): Promise<void> {
    const added = await run(() => client.members.add.mutate({ name, email }));
    if (!added) return;
    await utils.members.list.invalidate();
    onClose();
  }

  return (
    <form
      className="border-t px-4 py-3 md:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy && name.trim()) void add();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="grid gap-2.5 sm:grid-cols-2">
        <label className="block text-sm font-[560]">
          Member’s name
          <input
            // biome-ignore lint/a11y/noAutofocus: the form opens on a press of "Add member" and is what was asked for.
            autoFocus
            required
            maxLength={80}
            autoComplete="off"
            className="field mt-[5px] text-md font-normal"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="block text-sm font-[560]">
          Member’s email
          <input
            type="email"
            required
            maxLength={200}
            autoComplete="off"
            className="field mt-[5px] text-md font-normal"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </label>
      </div>
      <div className="mt-2.5 flex flex-wrap items-center gap-2.5">
        <Button type="submit" size="small" busy={isBusy}>
          Add
        </Button>
        <Button look="quiet" size="small" onClick={onClose}>
          Cancel
        </Button>
        <Cost meter="seats" />
      </div>
      <p aria-live="polite" className="text-xs text-exhausted">
        {failure}
      </p>
    </form>
  );
}
