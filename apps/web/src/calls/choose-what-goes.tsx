import type { MeterName } from '@plimsoll/quota';
import { Link } from '@tanstack/react-router';
import type { AppCatalog } from '../../server/catalog.ts';
import { buttonLook } from '../ui/button.tsx';

/** Where on the playground something of a level can go. */
const places: { [M in MeterName<AppCatalog>]?: { hash: string; title: string } } = {
  projects: { hash: 'projects', title: 'Choose a project' },
  seats: { hash: 'members', title: 'Choose a member' },
};

/** Leads to where deleting one makes room. */
export function ChooseWhatGoes({ meter, onGo }: { meter: MeterName<AppCatalog>; onGo: () => void }) {
  const place = places[meter];
  if (!place) return null;
  return (
    <Link to="/" hash={place.hash} onClick={onGo} {...buttonLook({ look: 'outline', size: 'small' })}>
      {place.title}
    </Link>
  );
}
