import { useRef, useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';

export type GenerationState = 'idle' | 'writing' | 'done' | 'stopped' | 'broken';

/** Streams a text for a prompt. What was written so far stays in view whatever happens. */
export function useGeneration(prompt: string) {
  const utils = trpc.useUtils();
  const [text, setText] = useState('');
  const [state, setState] = useState<GenerationState>('idle');
  const stopper = useRef<AbortController | null>(null);
  const { run, isBusy, failure } = useProtectedCall({
    meter: 'aiGenerations',
    again: { title: 'Generate again', run: () => void generate() },
    kept: 'your prompt is kept',
  });

  async function generate(): Promise<void> {
    const abort = new AbortController();
    stopper.current = abort;
    const pieces = await run(() => client.ai.generate.mutate({ prompt }, { signal: abort.signal }));
    if (!pieces) return setState('idle');
    setText('');
    setState('writing');
    let isComplete = false;
    try {
      for await (const piece of pieces) {
        if (piece.type === 'text') setText((written) => written + piece.text);
        else isComplete = true;
      }
    } catch {
      // Broken off, by the reader or on the way: told apart below.
    }
    setState(isComplete ? 'done' : abort.signal.aborted ? 'stopped' : 'broken');
    await utils.usage.get.invalidate();
  }

  const stop = () => stopper.current?.abort();
  return { text, state, failure, isBusy, generate, stop };
}
