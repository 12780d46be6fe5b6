import { useRef, useState } from 'react';
import { useProtectedCall } from '../calls/use-protected-call.ts';
import { client, trpc } from '../trpc.ts';

/** How a text stands: what is held for it and written of it, in AI tokens; in the end what it took and what came back. */
export type GenerationState =
  | { is: 'idle' }
  | { is: 'writing'; tokens: number; held: number }
  | { is: 'done'; settled: number; returned: number }
  | { is: 'stopped' | 'broken'; tokens: number };

/** Streams a text for a prompt. What was written so far stays in view whatever happens. */
export function useGeneration(prompt: string) {
  const utils = trpc.useUtils();
  const [text, setText] = useState('');
  const [state, setState] = useState<GenerationState>({ is: 'idle' });
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
    if (!pieces) return setState({ is: 'idle' });
    setText('');
    let held = 0;
    let tokens = 0;
    let end: GenerationState | undefined;
    setState({ is: 'writing', tokens, held });
    try {
      for await (const piece of pieces) {
        if (piece.type === 'held') held = piece.held;
        if (piece.type === 'text') {
          tokens = piece.tokens;
          setText((written) => written + piece.text);
        }
        if (piece.type === 'done') end = { is: 'done', settled: piece.settled, returned: piece.returned };
        else setState({ is: 'writing', tokens, held });
      }
    } catch {
      // Broken off, by the reader or on the way: told apart below.
    }
    setState(end ?? { is: abort.signal.aborted ? 'stopped' : 'broken', tokens });
    await utils.usage.get.invalidate();
  }

  const stop = () => stopper.current?.abort();
  return { text, state, failure, isBusy, generate, stop };
}
