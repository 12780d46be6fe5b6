import { formatAmount } from '@plimsoll/quota';
import { UserPlus } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useSession } from '../session/session.tsx';
import { trpc } from '../trpc.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUsage } from '../usage/usage-provider.tsx';
import { ActionIcon } from './action-icon.tsx';
import { NewMemberForm } from './new-member-form.tsx';
import { RemoveMember } from './remove-member.tsx';

/** The organisation's people: each takes a seat, and leaves it when they are removed. */
export function MembersCard() {
  const id = useId();
  const card = useRef<HTMLElement>(null);
  const { rights } = useSession();
  const [isNaming, setNaming] = useState(false);
  const members = trpc.members.list.useQuery();
  return (
    <section ref={card} id="members" tabIndex={-1} className="card scroll-mt-32" aria-labelledby={id}>
      <header className="flex flex-wrap items-center justify-between gap-3 px-4 pt-3.5 pb-2.5 md:px-5">
        <h2 id={id} className="section-title">
          Members
        </h2>
        {rights.billing && (
          <Button look="outline" size="small" aria-expanded={isNaming} onClick={() => setNaming(!isNaming)}>
            <ActionIcon meter="seats" icon={UserPlus} />
            Add member
          </Button>
        )}
      </header>
      {isNaming && <NewMemberForm onClose={() => setNaming(false)} />}
      {members.isPending && <Skeleton className="mx-4 mb-3 h-12 md:mx-5" />}
      {members.isError && (
        <p role="alert" className="border-t px-4 py-2.5 text-sm md:px-5">
          Members can’t be shown right now. Nobody was removed.
        </p>
      )}
      <ul className="max-h-[220px] overflow-auto">
        {members.data?.map(({ id, name, email, role }) => (
          <li key={id} className="flex items-center gap-2.5 border-t px-4 py-[9px] text-[13px]/[18px] md:px-5">
            <Avatar name={name} round />
            <span className="min-w-0 flex-1 truncate">
              {name}
              <small className="block truncate text-xs text-muted-foreground">
                {role === 'owner' ? 'Owner' : 'Member'}, {email}
              </small>
            </span>
            {rights.billing && role !== 'owner' && (
              <RemoveMember id={id} name={name} onRemoved={() => card.current?.focus({ preventScroll: true })} />
            )}
          </li>
        ))}
      </ul>
      <SeatCount />
    </section>
  );
}

function SeatCount() {
  const { usage } = useUsage();
  if (usage?.scope !== 'tenant') return null;
  const { used, line } = usage.meters.seats;
  const of = line === null ? '' : ` of ${formatAmount(line)}`;
  return (
    <p className="border-t px-4 pt-2.5 pb-3 text-xs text-muted-foreground md:px-5">
      {formatAmount(used)}
      {of} {used === 1 && line === null ? 'seat' : 'seats'} taken.
    </p>
  );
}
