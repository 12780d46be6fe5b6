import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Gauge, Layers, LogOut, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { catalog } from '../../server/catalog.ts';
import { useSession } from '../session/session.tsx';
import { signOut } from '../session/sign-in.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { useUsage } from '../usage/usage-provider.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const places = [
  { to: '/', title: 'Playground', Icon: Sparkles },
  { to: '/settings/usage', title: 'Usage', Icon: Gauge },
  { to: '/plans', title: 'Plans', Icon: Layers },
] as const;

/** Organisation, places, person: what the sidebar and the narrow screen's menu hold. */
export function SideContent({ onGo }: { onGo?: () => void }) {
  const { organisation } = useSession();
  const { usage } = useUsage();
  const plan = usage && catalog.plans[usage.plan].name;
  return (
    <>
      <div className="flex items-center gap-2.5 rounded-lg border border-sidebar-border bg-card px-2 py-[7px]">
        <Avatar name={organisation.name} />
        <span className="min-w-0 text-foreground">
          <b className="block truncate text-[13px]/4 font-semibold">{organisation.name}</b>
          <small className="block min-h-[14px] text-[11px]/[14px] text-muted-foreground">
            {plan && `${plan} plan`}
          </small>
        </span>
      </div>
      <nav aria-label="Application" className="grid gap-px">
        {places.map(({ to, title, Icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            {...(onGo && { onClick: onGo })}
            className="flex min-h-[30px] items-center gap-[9px] rounded-md px-2 text-[13px]/[18px] font-medium hover:bg-sidebar-accent aria-[current=page]:bg-sidebar-accent aria-[current=page]:font-semibold aria-[current=page]:text-sidebar-accent-foreground max-lg:min-h-10"
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden />
            {title}
          </Link>
        ))}
      </nav>
      <Person />
    </>
  );
}

function Person() {
  const { user, role } = useSession();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [isStuck, setStuck] = useState(false);
  const leave = async () => {
    try {
      await signOut();
      await navigate({ to: '/sign-in' });
      queryClient.clear();
    } catch {
      setStuck(true);
    }
  };
  return (
    <div className="mt-auto flex items-center gap-1 p-1.5 text-[13px]/[18px]">
      <Avatar name={user.name} round />
      <span className="ms-1.5 min-w-0 flex-1">
        <span className="block truncate">{user.name}</span>
        <small className="block text-[11px]/[14px] text-muted-foreground">
          {role === 'owner' ? 'Owner' : 'Member'}
        </small>
        {isStuck && (
          <small role="alert" className="block text-[11px]/[14px] text-exhausted">
            Not signed out. Try again.
          </small>
        )}
      </span>
      <ThemeSwitch />
      <Button look="quiet" size="icon" aria-label="Sign out" onClick={() => void leave()}>
        <LogOut size={16} aria-hidden />
      </Button>
    </div>
  );
}
