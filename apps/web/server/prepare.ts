import { createServices } from './create-services.ts';
import { migrateApp } from './database/migrate.ts';
import { readEnv } from './env.ts';
import { runScript } from './run-script.ts';
import { seed } from './seed/seed.ts';

/** Migrates, and outside production seeds. What `npm start` runs before the web process. */
await runScript(async () => {
  const env = readEnv(process.env);
  await migrateApp(env.DATABASE_URL);
  console.log('Migrated.');
  if (env.NODE_ENV === 'production') return;
  const services = createServices(env);
  try {
    await seed(services, (line) => console.log(`Seeded ${line}`));
  } finally {
    await services.close();
  }
});
