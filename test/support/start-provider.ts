import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const requestSchema = z.object({
  messages: z.array(z.object({ content: z.string() })),
  stream: z.literal(true),
  stream_options: z.object({ include_usage: z.literal(true) }),
});

/**
 * A provider that speaks the OpenAI-compatible wire, for as many words as the prompt asks: `40 words`, `33 words, then
 * trouble` (an error in the middle of the stream), `500 words, slowly`.
 */
export async function startProvider() {
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { messages } = requestSchema.parse(JSON.parse(Buffer.concat(pieces).toString()));
    await write(response, messages.at(-1)?.content ?? '').catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The provider does not listen.');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function write(response: ServerResponse, prompt: string) {
  const words = Number.parseInt(prompt, 10);
  const tell = (fields: object) =>
    response.write(`data: ${JSON.stringify({ id: 'text', created: 0, model: 'a-model', ...fields })}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let word = 0; word < words && !response.destroyed; word++) {
    tell({ choices: [{ index: 0, delta: { role: 'assistant', content: 'word ' }, finish_reason: null }] });
    if (prompt.endsWith('slowly')) await pause(20);
  }
  if (prompt.endsWith('trouble')) {
    tell({ error: { message: 'in trouble', type: 'server_error', code: null, param: null } });
    return response.end();
  }
  tell({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  tell({ choices: [], usage: { prompt_tokens: 12, completion_tokens: words + 5, total_tokens: words + 17 } });
  return response.end('data: [DONE]\n\n');
}
