import { comparePlans } from '@plimsoll/quota';
import { UsageBanner } from '@plimsoll/react';
import { Link, useLocation } from '@tanstack/react-router';
import { catalog } from '../../server/catalog.ts';
import { useSession } from '../session/session.tsx';
import { buttonLook } from '../ui/button.tsx';
import { useUsage } from '../usage/usage-provider.tsx';
import { supportAddress } from './support-address.ts';

/**
 * The banner above every screen, with the ways on that lead elsewhere than where one is. Members who don't see the
 * organisation's usage get none.
 */
export function PageBanner() {
  const { organisation, rights } = useSession();
  const { usage } = useUsage();
  const { pathname } = useLocation();
  if (usage?.scope !== 'tenant') return null;
  return (
    <UsageBanner
      catalog={catalog}
      usage={usage}
      organisation={organisation.name}
      support={supportAddress}
      renderActions={(meter) => {
        const asked = { meter: meter.name, amount: 1 };
        const offer = comparePlans(catalog, usage, asked).find(({ recommended }) => recommended);
        return (
          <>
            {offer && rights.billing && pathname !== '/plans' && (
              <Link to="/plans" search={{ to: offer.name }} {...buttonLook({ size: 'small' })}>
                Compare plans
              </Link>
            )}
            {pathname !== '/settings/usage' && (
              <Link to="/settings/usage" {...buttonLook({ look: 'outline', size: 'small' })}>
                See usage
              </Link>
            )}
          </>
        );
      }}
    />
  );
}
