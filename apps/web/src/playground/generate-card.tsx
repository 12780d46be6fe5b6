import { Sparkles, Square } from 'lucide-react';
import { useId, useState } from 'react';
import { trpc } from '../trpc.ts';
import { Button } from '../ui/button.tsx';
import { ActionIcon } from './action-icon.tsx';
import { Cost } from './cost.tsx';
import { generationWords } from './generation-words.ts';
import { useGeneration } from './use-generation.ts';

/** A prompt, a button that uses one AI generation, and the text as it streams. */
export function GenerateCard() {
  const id = useId();
  const [prompt, setPrompt] = useState('A short story about fog on a working harbour');
  const writer = trpc.ai.writer.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY });
  const { text, state, failure, isBusy, generate, stop } = useGeneration(prompt);
  const isWriting = state.is === 'writing';
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <header className="flex flex-wrap items-center justify-between gap-3 px-4 pt-3.5 md:px-5">
        <h2 id={`${id}-title`} className="section-title">
          Generate text
        </h2>
        {writer.data && (
          <span className="rounded-[5px] border px-[7px] text-xs/[18px] font-[560] text-muted-foreground">
            {writer.data.offline ? 'Offline writer, no provider set' : writer.data.name}
          </span>
        )}
      </header>
      <form
        className="px-4 pt-3.5 pb-4 md:px-5 md:pt-4 md:pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy && !isWriting && prompt.trim()) void generate();
        }}
      >
        <label htmlFor={id} className="mb-[5px] block text-sm font-[560]">
          Prompt
        </label>
        <textarea
          id={id}
          rows={2}
          maxLength={2_000}
          required
          className="field resize-none text-md"
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
        />
        <div className="mt-2.5 mb-3.5 flex flex-wrap items-center gap-2.5">
          {isWriting ? (
            <Button look="outline" onClick={stop}>
              <Square size={14} aria-hidden />
              Stop
            </Button>
          ) : (
            <Button type="submit" busy={isBusy}>
              <ActionIcon meter="aiGenerations" icon={Sparkles} />
              Generate
            </Button>
          )}
          {isWriting ? (
            <span className="text-xs text-muted-foreground">Used 1; returned if it breaks off</span>
          ) : (
            <Cost meter="aiGenerations" />
          )}
        </div>
        <div
          role="log"
          aria-label="Generated text"
          aria-busy={isWriting}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, and the keyboard must reach it.
          tabIndex={0}
          className="h-[156px] overflow-auto rounded-[7px] border bg-muted px-3.5 py-3 text-md whitespace-pre-wrap"
        >
          {text}
          {isWriting && (
            <span aria-hidden="true" className="ms-0.5 inline-block h-[15px] w-[7px] bg-primary align-[-2px]" />
          )}
          {!text && <p className="text-muted-foreground">The text shows up here as it is written.</p>}
        </div>
        <div className="mt-2 min-h-5 text-xs/5 text-muted-foreground tabular-nums">
          {/* Read out at its end only: a count that is said with every token would talk over everything. */}
          {isWriting && <p>{generationWords(state)}</p>}
          <p aria-live="polite">{isWriting ? '' : (failure ?? generationWords(state))}</p>
        </div>
      </form>
    </section>
  );
}
