import { readFile } from 'node:fs/promises';
import { createQuota } from '@plimsoll/quota/server';
import { z } from 'zod';
import { catalog } from '../catalog.ts';
import { connectDatabase } from '../database/connect.ts';
import { readEnv } from '../env.ts';
import { readRecording } from './read-recording.ts';
import { recordingName, replay } from './replay.ts';

/** Replays the recording; prints progress. `REPLAY_SPEED`: how many times faster than it was recorded. */
const env = readEnv(process.env);
const speed = z.coerce.number().positive().default(300).parse(process.env.REPLAY_SPEED);
const file = new URL(`../../data/${recordingName}.csv`, import.meta.url);
const calls = readRecording(await readFile(file, 'utf8'));
const { db, close } = connectDatabase(env.DATABASE_URL);
const quota = createQuota({ catalog, connection: env.DATABASE_URL });

let shown = 0;
const outcome = await replay({
  db,
  quota,
  calls,
  speed,
  onProgress: ({ done, of, tokens }) => {
    const tenth = Math.floor((done / of) * 10);
    if (tenth === shown) return;
    shown = tenth;
    console.log(
      `Replayed ${done.toLocaleString('en')} of ${of.toLocaleString('en')} calls, ${tokens.toLocaleString('en')} tokens`,
    );
  },
});
if (outcome === 'done before') console.log('The recording was replayed before.');
await quota.close();
await close();
