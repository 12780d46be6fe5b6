import { useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';
import { Field } from '../ui/field.tsx';
import { CardForm } from './card-form.tsx';

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
    <CardForm
      meter="seats"
      action="Add"
      isBusy={isBusy}
      failure={failure}
      onSubmit={() => name.trim() && void add()}
      onClose={onClose}
    >
      <div className="grid gap-2.5 sm:grid-cols-2">
        <Field
          label="Member’s name"
          // The form opens on a press of "Add member": to be filled in is what it was asked for.
          autoFocus
          required
          maxLength={80}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Member’s email"
          type="email"
          required
          maxLength={200}
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
    </CardForm>
  );
}
