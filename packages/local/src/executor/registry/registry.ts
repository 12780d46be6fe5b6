import type { Sql } from 'postgres';
import { z } from 'zod';
import { toJson } from '../executor-context.ts';
import { type FunctionConfig, type ReadFunctionConfig, readFunctionConfig } from './function-config.ts';

/** The answer of an app to an in-band registration; the rest of it is of no use here. */
export const registrationShape = z.looseObject({
  functions: z.array(z.looseObject({ id: z.string().min(1), triggers: z.array(z.unknown()) })),
});

/** The functions that apps have registered, kept in Postgres so that a restart knows them before the apps answer. */
export interface Registry {
  /** Those that may run. */
  accepted(): FunctionConfig[];
  all(): ReadFunctionConfig[];
  get(id: string): FunctionConfig | undefined;
  /** Whether each of the app URLs has ever registered: only then is it known what an event starts. */
  isComplete(): boolean;
  /** Replaces the app's whole list; functions that it no longer names are forgotten, their runs are not. */
  replace(appUrl: string, functions: z.infer<typeof registrationShape>['functions']): Promise<ReadFunctionConfig[]>;
}

/** Loads what was registered before. `appUrls` are the serve URLs that the executor asks. */
export async function loadRegistry(sql: Sql, appUrls: readonly string[]): Promise<Registry> {
  const byApp = new Map<string, ReadFunctionConfig[]>();
  const rows = await sql<{ appUrl: string; config: unknown }[]>`
    select app_url as "appUrl", config from executor.function where app_url in ${sql(['', ...appUrls])} order by id`;
  for (const { appUrl, config } of rows) {
    byApp.set(appUrl, [...(byApp.get(appUrl) ?? []), readFunctionConfig(config)]);
  }
  const all = () => [...byApp.values()].flat();
  const accepted = () => all().flatMap((read) => (read.kind === 'accepted' ? [read.config] : []));
  return {
    all,
    accepted,
    get: (id) => accepted().find((config) => config.id === id),
    isComplete: () => appUrls.every((url) => byApp.has(url)),
    async replace(appUrl, functions) {
      const read = functions.map(readFunctionConfig);
      await sql.begin(async (tx) => {
        await tx`delete from executor.function where app_url = ${appUrl}`;
        for (const [index, config] of functions.entries()) {
          const entry = read[index];
          const problem = entry?.kind === 'refused' ? entry.problem : null;
          await tx`
            insert into executor.function (id, app_url, config, problem)
            values (${config.id}, ${appUrl}, ${toJson(config)}::text::json, ${problem})
            on conflict (id) do update set app_url = excluded.app_url, config = excluded.config,
              problem = excluded.problem, synced_at = now()`;
        }
      });
      byApp.set(appUrl, read);
      return read;
    },
  };
}
