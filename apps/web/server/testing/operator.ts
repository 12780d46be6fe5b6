import type { Quota } from '@plimsoll/quota/server';
import { eq } from 'drizzle-orm';
import type { AppCatalog } from '../catalog.ts';
import { createServices } from '../create-services.ts';
import { organization } from '../database/schema.ts';

/** Changes what organisations agreed to, from another process than the one their people are in. */
export type Operator = {
  change(slug: string, make: (quota: Quota<AppCatalog>, tenant: string) => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export function createOperator(databaseUrl: string): Operator {
  const { db, quota, close } = createServices({ DATABASE_URL: databaseUrl });
  return {
    async change(slug, make) {
      const [found] = await db.select({ id: organization.id }).from(organization).where(eq(organization.slug, slug));
      if (!found) throw new Error(`There is no organisation ${slug}.`);
      await make(quota, found.id);
    },
    close,
  };
}

/** Who operates, as the audit tells it. */
export const byOperator = { actor: 'operator', reason: 'A test of the page' };
