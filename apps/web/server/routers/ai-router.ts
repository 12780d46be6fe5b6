import { streamText } from 'ai';
import { z } from 'zod';
import { type AppQuota, memberProcedure, router } from '../trpc.ts';

/** What `ai.generate` streams. */
export type Written = { type: 'text'; text: string } | { type: 'done'; remaining: number | null };

export const aiRouter = ({ quotaProcedure }: AppQuota) =>
  router({
    /** Who writes here. */
    writer: memberProcedure.query(({ ctx }) => ({ name: ctx.writer.name, offline: ctx.writer.offline })),

    /** Writes a text, streamed. Charges one AI generation; a text that breaks off is not charged. */
    generate: quotaProcedure('aiGenerations')
      .input(z.object({ prompt: z.string().trim().min(1).max(2_000) }))
      .mutation(async function* ({ ctx, input, signal }): AsyncGenerator<Written> {
        const failures: unknown[] = [];
        const { textStream } = streamText({
          model: ctx.writer.model,
          prompt: input.prompt,
          onError: ({ error }) => void failures.push(error),
          ...(signal && { abortSignal: signal }),
        });
        for await (const text of textStream) yield { type: 'text', text };
        // The SDK ends the stream on an error and tells it beside; thrown, it returns the charge.
        if (failures.length > 0) throw failures[0];
        yield { type: 'done', remaining: ctx.quota.remaining };
      }),
  });
