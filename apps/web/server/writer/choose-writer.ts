import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import type { Env } from '../env.ts';
import { offlineModel } from './offline-model.ts';

export type Writer = { name: string; offline: boolean; model: LanguageModel };

/** The provider that the environment names; without one, the offline writer, which says what it is. */
export function chooseWriter(env: Env): Writer {
  const { AI_BASE_URL, AI_API_KEY, AI_MODEL } = env;
  if (!AI_BASE_URL || !AI_MODEL)
    return { name: 'Offline writer, no provider set', offline: true, model: offlineModel() };
  const provider = createOpenAICompatible({
    name: 'provider',
    baseURL: AI_BASE_URL,
    ...(AI_API_KEY && { apiKey: AI_API_KEY }),
    // What a text took is settled by the provider's own count.
    includeUsage: true,
  });
  return { name: AI_MODEL, offline: false, model: provider(AI_MODEL) };
}
