import { createServices } from './create-services.ts';
import { migrateApp } from './database/migrate.ts';
import { readEnv } from './env.ts';
import { replaySample } from './replay/replay-sample.ts';
import { runScript } from './run-script.ts';
import { seed } from './seed/seed.ts';

/**
 * Migrates, and outside production seeds. `prepare.ts replay` replays the recording too. Web processes may start as soon as
 * it has said `Migrated.`; cut off at any moment, it goes on where it was when it is run again.
 */
await runScript(async () => {
  const env = readEnv(process.env);
  await migrateApp(env.DATABASE_URL);
  console.log('Migrated.');
  if (env.NODE_ENV === 'production') return;
  const { db, quota, close } = createServices(env);
  try {
    // Loading the sign-in takes a second, and is needed only by people who are not there yet.
    const auth = async () => (await import('./auth/create-auth.ts')).createAuth(db, env);
    await seed({ db, auth, quota }, (line) => console.log(`Seeded ${line}`));
    if (process.argv[2] === 'replay') await replaySample({ db, quota, speed: env.REPLAY_SPEED, tell: console.log });
  } finally {
    await close();
  }
});
