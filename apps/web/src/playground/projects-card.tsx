import { formatAmount } from '@plimsoll/quota';
import { Download, Folder, Plus } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUsage } from '../usage/usage-provider.tsx';
import { ActionIcon } from './action-icon.tsx';
import { Cost } from './cost.tsx';
import { DeleteProject } from './delete-project.tsx';
import { NewProjectForm } from './new-project-form.tsx';
import { saveFile } from './save-file.ts';

/** The organisation's projects: each one made takes from a level, each export from an allowance. */
export function ProjectsCard() {
  const id = useId();
  const card = useRef<HTMLElement>(null);
  const [isNaming, setNaming] = useState(false);
  const projects = trpc.projects.list.useQuery();
  const exporting = useProtectedCall({
    meter: 'exports',
    again: { title: 'Export again', run: () => void exportCsv() },
  });

  async function exportCsv(): Promise<void> {
    const file = await exporting.run(() => client.projects.export.mutate());
    if (file) saveFile(file.filename, file.csv, 'text/csv');
  }

  return (
    <section ref={card} id="projects" tabIndex={-1} className="card scroll-mt-32" aria-labelledby={id}>
      <header className="flex flex-wrap items-center justify-between gap-3 px-4 pt-3.5 pb-2.5 md:px-5">
        <h2 id={id} className="section-title">
          Projects
        </h2>
        <div className="flex items-center gap-2">
          <Button look="outline" size="small" busy={exporting.isBusy} onClick={() => void exportCsv()}>
            <ActionIcon meter="exports" icon={Download} />
            Export CSV
          </Button>
          <Button look="outline" size="small" aria-expanded={isNaming} onClick={() => setNaming(!isNaming)}>
            <ActionIcon meter="projects" icon={Plus} />
            New project
          </Button>
        </div>
      </header>
      <p aria-live="polite" className="px-4 text-xs text-exhausted md:px-5">
        {exporting.failure}
      </p>
      {isNaming && <NewProjectForm onClose={() => setNaming(false)} />}
      {projects.isPending && <Skeleton className="mx-4 mb-3 h-[106px] md:mx-5" />}
      {projects.isError && (
        <p role="alert" className="border-t px-4 py-2.5 text-sm md:px-5">
          Projects can’t be shown right now. They are all still there.
        </p>
      )}
      <ul className="max-h-[372px] overflow-auto">
        {projects.data?.map(({ id, name, createdAt }) => (
          <li key={id} className="flex items-center gap-2.5 border-t px-4 py-[9px] text-[13px]/[18px] md:px-5">
            <Folder size={16} strokeWidth={1.75} aria-hidden className="flex-none text-muted-foreground" />
            <span className="min-w-0 flex-1 truncate">
              {name}
              <small className="block text-xs text-muted-foreground">Created {day.format(createdAt)}</small>
            </span>
            <DeleteProject id={id} name={name} onDeleted={() => card.current?.focus({ preventScroll: true })} />
          </li>
        ))}
      </ul>
      <ProjectCount shown={projects.data?.length} />
    </section>
  );
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

function ProjectCount({ shown }: { shown: number | undefined }) {
  const { usage } = useUsage();
  const line = usage?.scope === 'tenant' ? usage.meters.projects.line : null;
  if (shown === undefined) return null;
  const count =
    line === null ? `${formatAmount(shown)} projects.` : `${formatAmount(shown)} of ${formatAmount(line)} projects.`;
  return (
    <div className="grid gap-1 border-t px-4 pt-2.5 pb-3 text-xs text-muted-foreground md:px-5">
      <p>
        {count} {shown > 0 && 'Deleting one makes room at once.'}
      </p>
      <p className="flex flex-wrap gap-x-2">
        <span className="font-[560]">Export CSV</span>
        <Cost meter="exports" />
      </p>
    </div>
  );
}
