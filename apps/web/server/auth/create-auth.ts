import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { organization } from 'better-auth/plugins';
import { asc, eq } from 'drizzle-orm';
import type { AppDatabase } from '../database/connect.ts';
import * as schema from '../database/schema.ts';
import type { Env } from '../env.ts';

/** Sign-in with email and password, and organisations. A new session starts in the person's first organisation. */
export function createAuth(db: AppDatabase, env: Env) {
  const own = [`http://localhost:${env.PORT}`, `http://127.0.0.1:${env.PORT}`];
  return betterAuth({
    database: drizzleAdapter(db, { provider: 'pg', schema }),
    secret: env.BETTER_AUTH_SECRET,
    baseURL: env.APP_URL,
    trustedOrigins: env.NODE_ENV === 'production' ? [] : own,
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
    plugins: [organization()],
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const [first] = await db
              .select({ id: schema.member.organizationId })
              .from(schema.member)
              .where(eq(schema.member.userId, session.userId))
              .orderBy(asc(schema.member.createdAt))
              .limit(1);
            return { data: { ...session, activeOrganizationId: first?.id ?? null } };
          },
        },
      },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
