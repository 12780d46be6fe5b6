import { createServer } from 'node:net';
import getPort from 'get-port';
import { expect, test } from 'vitest';
import { choosePorts } from './ports.ts';

test('a usual port that somebody asks for by name is not given to another part', async () => {
  const lines: string[] = [];
  const ports = await choosePorts({ PORT: 3001 }, (line) => lines.push(line));
  expect(ports.PORT).toBe(3001);
  expect(ports.WORKER_PORT).not.toBe(3001);
  expect(new Set(Object.values(ports)).size).toBe(4);
  expect(lines).toContain(`Port 3001 is taken; WORKER_PORT is ${ports.WORKER_PORT} this time.`);
});

test('one port for two parts is refused, naming both', async () => {
  const port = await getPort();
  await expect(choosePorts({ PORT: port, MAILBOX_PORT: port }, () => {})).rejects.toThrow(
    `MAILBOX_PORT=${port} is PORT already: pass another one.`,
  );
});

test('a port that was asked for and is taken is refused, never moved from', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
    });
  });
  await expect(choosePorts({ EXECUTOR_PORT: port }, () => {})).rejects.toThrow(
    `EXECUTOR_PORT=${port} is taken: free it, or pass another one.`,
  );
  server.close();
});
