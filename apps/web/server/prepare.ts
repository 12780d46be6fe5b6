import { createApp } from './create-app.ts';
import { migrateApp } from './database/migrate.ts';
import { readEnv } from './env.ts';
import { seed } from './seed/seed.ts';

/** Migrates, and outside production seeds. What `npm start` runs before the web process. */
const env = readEnv(process.env);
await migrateApp(env.DATABASE_URL);
console.log('Migrated.');
if (env.NODE_ENV !== 'production') {
  const { db, auth, quota, close } = createApp(env);
  await seed({ db, auth, quota }, (line) => console.log(`Seeded ${line}`));
  await close();
}
