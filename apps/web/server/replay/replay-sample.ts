import { readFile } from 'node:fs/promises';
import { readRecording } from './read-recording.ts';
import { type ReplayOptions, type ReplayProgress, recordingName, replay } from './replay.ts';

const file = new URL(`../../data/${recordingName}.csv`, import.meta.url);

type SampleOptions = Pick<ReplayOptions, 'db' | 'quota' | 'speed'> & { tell(line: string): void };

/** Replays the recording that comes with the application, telling how far it is. */
export async function replaySample({ tell, ...options }: SampleOptions): Promise<void> {
  tell('Replaying an hour of real traffic …');
  const calls = readRecording(await readFile(file, 'utf8'));
  const outcome = await replay({ ...options, calls, onProgress: tellTenths(tell) });
  if (outcome === 'done before') tell('The recording was replayed before.');
}

/** Ten lines for the whole recording. */
function tellTenths(tell: (line: string) => void) {
  let told = 0;
  return ({ done, of, tokens }: ReplayProgress) => {
    const tenth = Math.floor((done / of) * 10);
    if (tenth === told) return;
    told = tenth;
    const [doneText, ofText, tokensText] = [done, of, tokens].map((amount) => amount.toLocaleString('en'));
    tell(`Replayed ${doneText} of ${ofText} calls, ${tokensText} tokens`);
  };
}
