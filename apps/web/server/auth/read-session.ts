import { and, eq } from 'drizzle-orm';
import type { AppDatabase } from '../database/connect.ts';
import { member, organization } from '../database/schema.ts';
import type { Auth } from './create-auth.ts';

/** Who calls, and for which organisation: the tenant comes from here, never from input. */
export type Session = {
  user: { id: string; name: string; email: string };
  organisation: { id: string; name: string };
  role: 'owner' | 'member';
};

/** The session of a request; null without one, or without an organisation that the person still belongs to. */
export async function readSession(auth: Auth, db: AppDatabase, headers: Headers): Promise<Session | null> {
  const found = await auth.api.getSession({ headers });
  const organisationId = found?.session.activeOrganizationId;
  if (!found || !organisationId) return null;
  const [membership] = await db
    .select({ role: member.role, id: organization.id, name: organization.name })
    .from(member)
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(and(eq(member.userId, found.user.id), eq(member.organizationId, organisationId)));
  if (!membership) return null;
  const { id, name, email } = found.user;
  return {
    user: { id, name, email },
    organisation: { id: membership.id, name: membership.name },
    role: membership.role === 'owner' ? 'owner' : 'member',
  };
}
