import { createApp } from './create-app.ts';
import { readEnv } from './env.ts';
import { serveProcess } from './process/serve-process.ts';

/** Starts one web process. Any number of them may run on one database. */
serveProcess(() => {
  const env = readEnv(process.env);
  return { name: 'Web', host: env.HOST, port: env.PORT, ...createApp(env) };
});
