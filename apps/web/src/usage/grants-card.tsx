import { formatAmount, meterLabel, type TenantUsage } from '@plimsoll/quota';
import { useId } from 'react';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { expiryWords, sourceWords } from './grant-words.ts';

const cell = 'border-t px-2 md:px-3 py-2 text-start align-baseline first:ps-4 last:pe-4 md:first:ps-5 md:last:pe-5';
const head =
  'px-2 md:px-3 py-1.5 text-start font-normal text-muted-foreground first:ps-4 last:pe-4 md:first:ps-5 md:last:pe-5';
/** Where there is little room, what a grant was for gives way to what it still gives. */
const onlyWide = 'max-md:hidden';

/** What was given on top of the plan, and how much of it there is still. Draws nothing where nothing was. */
export function GrantsCard({ usage }: { usage: TenantUsage<AppCatalog> }) {
  const id = useId();
  if (usage.grants.length === 0) return null;
  return (
    <section className="card" aria-labelledby={id}>
      <header className="flex flex-wrap items-baseline justify-between gap-x-3 px-4 pt-3.5 pb-1 md:px-5">
        <h2 id={id} className="section-title">
          Grants
        </h2>
        <p className="text-xs text-muted-foreground">
          Extra amounts on top of the plan; the one that expires first is drawn first
        </p>
      </header>
      <table className="mb-2 w-full text-sm">
        <thead className="text-xs">
          <tr>
            <th scope="col" className={head}>
              Meter
            </th>
            <th scope="col" className={`${head} ${onlyWide}`}>
              Source
            </th>
            <th scope="col" className={`${head} text-end!`}>
              Amount
            </th>
            <th scope="col" className={`${head} text-end!`}>
              Remaining
            </th>
            <th scope="col" className={head}>
              Expires
            </th>
            <th scope="col" className={`${head} ${onlyWide}`}>
              Note
            </th>
          </tr>
        </thead>
        <tbody>
          {usage.grants.map((grant) => (
            <tr key={grant.grant}>
              <th scope="row" className={`${cell} font-normal`}>
                {meterLabel(catalog, grant.meter)}
              </th>
              <td className={`${cell} ${onlyWide}`}>{sourceWords[grant.source]}</td>
              <td className={`${cell} text-end!`}>
                <bdi className="plimsoll-number">+{formatAmount(grant.amount)}</bdi>
              </td>
              <td className={`${cell} text-end!`}>
                <bdi className="plimsoll-number">{formatAmount(grant.remaining)}</bdi>
                <Share amount={grant.remaining} of={grant.amount} />
              </td>
              <td className={`${cell} md:whitespace-nowrap`}>{expiryWords(grant, usage.at, usage.zone)}</td>
              <td className={`${cell} ${onlyWide} text-muted-foreground`}>{grant.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How much of a grant is left, as a bar. Decorative: the number stands above it. */
function Share({ amount, of }: { amount: number; of: number }) {
  return (
    <span
      aria-hidden="true"
      className="ms-auto mt-0.5 block h-[5px] w-16 rounded-[2px] bg-(--meter-track) inset-ring inset-ring-(--meter-track-edge)"
    >
      <span
        className="block h-full rounded-[2px] bg-(--meter-used)"
        style={{ inlineSize: `${of > 0 ? (amount / of) * 100 : 0}%` }}
      />
    </span>
  );
}
