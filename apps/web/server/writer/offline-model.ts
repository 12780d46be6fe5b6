import { type LanguageModel, simulateReadableStream } from 'ai';
import { offlineText } from './offline-text.ts';

type Model = Extract<LanguageModel, { specificationVersion: 'v4' }>;
type Part = Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never;

/** Milliseconds between two words: quick, and still seen to be written. */
const wordMs = 18;

/** A language model without a model: so that everything works offline, streaming included, it writes a canned text. */
export function offlineModel(): Model {
  return {
    specificationVersion: 'v4',
    provider: 'offline',
    modelId: 'offline-writer',
    supportedUrls: {},
    async doGenerate({ prompt }) {
      const text = offlineText(promptText(prompt));
      return { content: [{ type: 'text', text }], finishReason, usage: usageOf(text), warnings: [] };
    },
    async doStream({ prompt }) {
      const text = offlineText(promptText(prompt));
      const words = text.split(/(?<= )/).map((delta): Part => ({ type: 'text-delta', id: 'text', delta }));
      const chunks: Part[] = [
        { type: 'stream-start', warnings: [] },
        { type: 'text-start', id: 'text' },
        ...words,
        { type: 'text-end', id: 'text' },
        { type: 'finish', usage: usageOf(text), finishReason },
      ];
      return { stream: simulateReadableStream({ chunks, initialDelayInMs: 0, chunkDelayInMs: wordMs }) };
    },
  };
}

const finishReason = { unified: 'stop', raw: undefined } as const;

function promptText(prompt: Parameters<Model['doStream']>[0]['prompt']): string {
  const last = prompt.findLast((message) => message.role === 'user');
  return last?.content.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
}

/** A word is a token here: there is nothing else to count. */
function usageOf(text: string) {
  const total = text.split(' ').length;
  return {
    inputTokens: { total: 0, noCache: 0, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total, text: total, reasoning: undefined },
  };
}
