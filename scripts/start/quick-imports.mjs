// Loaded before a process of the project's own. From version 22 on Node parses drizzle-orm's package.json of 180 kB again for
// each of its modules, which takes a second of every start; that each of them is an ES module can be told without it.
// Measure `node -e "import('drizzle-orm/postgres-js')"` with another Node or drizzle-orm: where it takes a fraction of a
// second, delete this file.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const importer = context.parentURL ?? '';
    const isDrizzleOwn = importer.includes('/node_modules/drizzle-orm/') && /^\.{1,2}\/.*\.js$/.test(specifier);
    if (!isDrizzleOwn || !context.conditions.includes('import')) return nextResolve(specifier, context);
    return { url: new URL(specifier, importer).href, format: 'module', shortCircuit: true };
  },
});
