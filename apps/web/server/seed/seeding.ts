import type { Quota } from '@plimsoll/quota/server';
import type { Auth } from '../auth/create-auth.ts';
import type { AppCatalog } from '../catalog.ts';
import type { AppDatabase } from '../database/connect.ts';

/** What the sample data is made with. */
export type Seeding = {
  db: AppDatabase;
  /** Asked for only where somebody is missing. */
  auth: () => Promise<Auth>;
  quota: Quota<AppCatalog>;
};

/** Who changed a contract, as the audit tells it. */
export const bySeed = { actor: 'seed', reason: 'Sample data' };
