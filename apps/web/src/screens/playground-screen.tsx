import type { MeterName } from '@plimsoll/quota';
import { UsageStrip } from '@plimsoll/react';
import { Link } from '@tanstack/react-router';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { ApiCard } from '../playground/api-card.tsx';
import { DecisionsCard } from '../playground/decisions-card.tsx';
import { GenerateCard } from '../playground/generate-card.tsx';
import { MembersCard } from '../playground/members-card.tsx';
import { ProjectsCard } from '../playground/projects-card.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { LiveMark } from '../usage/live-mark.tsx';
import { OwnUsageCard } from '../usage/own-usage-card.tsx';
import { UsageMissing } from '../usage/usage-missing.tsx';
import { useUsage } from '../usage/usage-provider.tsx';

/** Protected calls to try, and the meters that follow each one. */
export function PlaygroundScreen() {
  return (
    <>
      <PageHead title="Playground" text="Every button here makes a protected call. Watch the meters follow.">
        <LiveMark />
        <Link to="/settings/usage" className="link text-sm font-semibold">
          All usage
        </Link>
      </PageHead>
      <Meters />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 md:grid-cols-[minmax(0,1.18fr)_minmax(0,1fr)] md:gap-5">
        <div className="grid min-w-0 gap-4 md:gap-5">
          <GenerateCard />
          <DecisionsCard />
        </div>
        <div className="grid min-w-0 gap-4 md:gap-5">
          <ProjectsCard />
          <ApiCard />
          <MembersCard />
        </div>
      </div>
    </>
  );
}

/** What this page's calls use, however many meters the catalog has: more than five don't fit. */
const shown: MeterName<AppCatalog>[] = ['aiGenerations', 'aiTokens', 'exports', 'apiCalls', 'projects'];

function Meters() {
  const { usage, connection, isMissing } = useUsage();
  if (isMissing) return <UsageMissing />;
  if (!usage) return <Skeleton className="h-[86px]" />;
  if (usage.scope === 'own') return <OwnUsageCard usage={usage} />;
  return <UsageStrip catalog={catalog} usage={usage} meters={shown} stale={connection === 'broken'} />;
}
