import { useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';
import { Field } from '../ui/field.tsx';
import { CardForm } from './card-form.tsx';

/** Asks for a name and makes a project. A refusal keeps the name. */
export function NewProjectForm({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const [name, setName] = useState('');
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
    <CardForm
      meter="projects"
      action="Create"
      isBusy={isBusy}
      failure={failure}
      onSubmit={() => name.trim() && void create()}
      onClose={onClose}
    >
      <Field
        label="Name"
        // The form opens on a press of "New project": to be filled in is what it was asked for.
        autoFocus
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </CardForm>
  );
}
