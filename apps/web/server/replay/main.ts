import { readFile } from 'node:fs/promises';
import { createServices } from '../create-services.ts';
import { readEnv } from '../env.ts';
import { runScript } from '../run-script.ts';
import { readRecording } from './read-recording.ts';
import { type ReplayProgress, recordingName, replay } from './replay.ts';

/** Replays the recording; prints progress. */
await runScript(async () => {
  const env = readEnv(process.env);
  const file = new URL(`../../data/${recordingName}.csv`, import.meta.url);
  const calls = readRecording(await readFile(file, 'utf8'));
  const { db, quota, close } = createServices(env);
  try {
    const outcome = await replay({ db, quota, calls, speed: env.REPLAY_SPEED, onProgress: tellTenths() });
    if (outcome === 'done before') console.log('The recording was replayed before.');
  } finally {
    await close();
  }
});

/** Ten lines for the whole recording. */
function tellTenths() {
  let told = 0;
  return ({ done, of, tokens }: ReplayProgress) => {
    const tenth = Math.floor((done / of) * 10);
    if (tenth === told) return;
    told = tenth;
    const [doneText, ofText, tokensText] = [done, of, tokens].map((amount) => amount.toLocaleString('en'));
    console.log(`Replayed ${doneText} of ${ofText} calls, ${tokensText} tokens`);
  };
}
