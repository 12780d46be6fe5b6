import { streamText } from 'ai';
import { z } from 'zod';
import { type AppQuota, memberProcedure, router } from '../trpc.ts';
import { mostPromptTokens } from '../writer/most-prompt-tokens.ts';

/** What `ai.generate` streams. */
export type Written =
  /** What was set aside for this text, in AI tokens. */
  | { type: 'held'; held: number }
  /** `tokens`: written so far. */
  | { type: 'text'; text: string; tokens: number }
  /** What the text took in the end, and what of the hold was returned; how many generations are left (null: no limit). */
  | { type: 'done'; settled: number; returned: number; remaining: number | null };

/** The most that one text may take, its prompt included. */
const mostTokens = 1_024;
/** How many tokens are written between two settlings: few enough to see them, and what a crash may leave unbooked. */
const partTokens = 20;

export const aiRouter = ({ quotaProcedure, consume }: AppQuota) => {
  const charged = memberProcedure
    .input(z.object({ prompt: z.string().trim().min(1).max(2_000) }))
    .use(consume('aiGenerations'))
    .use(({ ctx, next }) => next({ ctx: { generations: ctx.quota } }));

  return router({
    /** Who writes here. */
    writer: memberProcedure.query(({ ctx }) => ({ name: ctx.writer.name, offline: ctx.writer.offline })),

    /**
     * Writes a text, streamed. Charges one AI generation, which a text that breaks off gives back; holds the tokens that it
     * may take, and settles them while it is written. Tokens that were written count, whatever becomes of the text.
     */
    generate: quotaProcedure
      .on(charged)('aiTokens', { hold: mostTokens, forMs: 60_000 })
      .mutation(async function* ({ ctx, input, signal }): AsyncGenerator<Written> {
        const { quota, writer, generations } = ctx;
        const failures: unknown[] = [];
        const written = streamText({
          model: writer.model,
          prompt: input.prompt,
          maxOutputTokens: mostTokens - mostPromptTokens(input.prompt),
          onError: ({ error }) => void failures.push(error),
          ...(signal && { abortSignal: signal }),
        });
        yield { type: 'held', held: quota.held };
        let tokens = 0;
        let settled = 0;
        const settle = async () => {
          const { booked } = await quota.settle(tokens - settled, { more: true });
          settled += booked;
        };
        try {
          // A provider tells its count at the end only; until then a piece of text is taken for a token.
          for await (const text of written.textStream) {
            tokens += 1;
            yield { type: 'text', text, tokens };
            if (tokens - settled >= partTokens) await settle();
          }
          // The SDK ends the stream on an error and tells it beside; thrown, it returns the generation.
          if (failures.length > 0) throw failures[0];
        } finally {
          // Also where the reader left, or the provider failed: what was written was used.
          if (tokens > settled) await settle();
        }
        const { totalTokens = tokens } = await written.totalUsage;
        const last = await quota.settle(Math.max(totalTokens - settled, 0));
        yield {
          type: 'done',
          settled: settled + last.booked,
          returned: last.returned,
          remaining: generations.remaining,
        };
      }),
  });
};
