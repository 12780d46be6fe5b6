import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { choosePorts } from './ports.ts';

/** Takes a free port. get-port would remember it, and not give it again. */
function takePort(): Promise<{ port: number; giveBack(): Promise<void> }> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (!address || typeof address === 'string') throw new Error('A TCP server has a port.');
      resolve({ port: address.port, giveBack: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const taken = await Promise.all(Array.from({ length: count }, takePort));
  await Promise.all(taken.map(({ giveBack }) => giveBack()));
  return taken.map(({ port }) => port);
}

test('a usual port that somebody asks for by name is not given to another part', async () => {
  const [first = 0, second = 0, third = 0, fourth = 0] = await freePorts(4);
  const usual = { PORT: first, WORKER_PORT: second, EXECUTOR_PORT: third, MAILBOX_PORT: fourth };
  const lines: string[] = [];
  const ports = await choosePorts({ PORT: second }, (line) => lines.push(line), usual);
  expect(ports.PORT).toBe(second);
  expect(new Set(Object.values(ports)).size).toBe(4);
  expect(lines).toContain(`Port ${second} is taken; WORKER_PORT is ${ports.WORKER_PORT} this time.`);
});

test('one port for two parts is refused, naming both', async () => {
  const [port = 0] = await freePorts(1);
  await expect(choosePorts({ PORT: port, MAILBOX_PORT: port }, () => {})).rejects.toThrow(
    `MAILBOX_PORT=${port} is PORT already: pass another one.`,
  );
});

test('a port that was asked for and is taken is refused, never moved from', async () => {
  const { port, giveBack } = await takePort();
  await expect(choosePorts({ EXECUTOR_PORT: port }, () => {})).rejects.toThrow(
    `EXECUTOR_PORT=${port} is taken: free it, or pass another one.`,
  );
  await giveBack();
});
