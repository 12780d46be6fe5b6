import { meterLabel } from '@plimsoll/quota';
import { formatCompact, inSentence, UsageMeter } from '@plimsoll/react';
import type { inferRouterOutputs } from '@trpc/server';
import { ArrowRight } from 'lucide-react';
import { useId } from 'react';
import { catalog } from '../../server/catalog.ts';
import type { AppRouter } from '../../server/router.ts';
import { trpc } from '../trpc.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

type DemoPeopleProps = { isBusy: boolean; onChoose: (email: string) => Promise<void> };

/** Demo people to step in as, each with their organisation's fullest meter. Nothing in production. */
export function DemoPeople({ isBusy, onChoose }: DemoPeopleProps) {
  const id = useId();
  const people = trpc.demo.people.useQuery();
  if (people.data === null || people.isError) return null;
  return (
    <section
      aria-labelledby={id}
      className="grid content-start gap-3 bg-background px-4 pt-[22px] pb-7 md:px-7 md:pt-[30px]"
    >
      <div>
        <h2 id={id} className="section-title">
          Or step in as someone
        </h2>
        <p className="text-sm text-muted-foreground">
          Demo people, one click each. Not shown when this runs in production.
        </p>
      </div>
      <ul className="grid gap-1.5">
        {people.data
          ? people.data.map((person) => (
              <li key={person.email}>
                <PersonButton person={person} onChoose={() => !isBusy && void onChoose(person.email)} />
              </li>
            ))
          : [1, 2, 3, 4].map((place) => <Skeleton key={place} className="h-[70px]" />)}
      </ul>
    </section>
  );
}

type Person = NonNullable<inferRouterOutputs<AppRouter>['demo']['people']>[number];

function PersonButton({ person, onChoose }: { person: Person; onChoose: () => void }) {
  const { name, role, organisation, plan, meter } = person;
  return (
    <button
      type="button"
      onClick={onChoose}
      className="grid w-full grid-cols-[32px_minmax(0,1fr)_144px] items-center gap-2.5 rounded-[9px] border bg-card px-2.5 py-[9px] text-start text-xs hover:border-input md:grid-cols-[32px_minmax(0,1fr)_168px_16px] md:gap-3 md:px-3"
    >
      <Avatar name={name} round />
      <span>
        <b className="block text-[13px]/[18px] font-semibold">{name}</b>
        <span className="block text-muted-foreground">
          {role === 'owner' ? 'Owner' : 'Member'}, {organisation}
        </span>
      </span>
      <span className="text-muted-foreground">
        {plan}
        {meter && (
          <>
            <UsageMeter label={meter.name} usage={meter.usage} size="s" decorative />
            <span className="block tabular-nums">{meterWords(meter)}</span>
          </>
        )}
      </span>
      <ArrowRight size={16} aria-hidden className="text-muted-foreground max-md:hidden" />
    </button>
  );
}

/** `8 of 10 AI generations`, `12.4M of 20M AI tokens`. */
function meterWords({ name, usage }: NonNullable<Person['meter']>): string {
  const line = usage.line === null ? '' : ` of ${formatCompact(usage.line)}`;
  return `${formatCompact(usage.used)}${line} ${inSentence(meterLabel(catalog, name))}`;
}
