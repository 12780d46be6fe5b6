import { formatAmount, meterLabel, type OwnUsage } from '@plimsoll/quota';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { useSession } from '../session/session.tsx';

/** What a member without the right to see everyone's usage sees: their own. */
export function OwnUsageCard({ usage }: { usage: OwnUsage<AppCatalog> }) {
  const { organisation } = useSession();
  // Of a rate nothing adds up: there is no share of it that was somebody's.
  const shown = Object.entries(usage.meters).filter(([, { kind }]) => kind !== 'rate');
  return (
    <section aria-label="Your own usage" className="card">
      <ul className="grid grid-cols-2 md:grid-cols-4">
        {shown.map(([name, { used, kind }]) => (
          <li key={name} className="min-w-0 px-4 py-3 text-[13px]/[18px]">
            <b className="block truncate font-semibold">{meterLabel(catalog, name)}</b>
            <span className="plimsoll-number">{formatAmount(used)}</span>{' '}
            <span className="text-muted-foreground">{kind === 'level' ? 'added by you' : 'used by you'}</span>
          </li>
        ))}
      </ul>
      <p className="border-t px-4 py-2.5 text-xs text-muted-foreground">
        You see your own usage. The owners of {organisation.name} see everyone’s.
      </p>
    </section>
  );
}
