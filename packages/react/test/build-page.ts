import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, type Plugin } from 'vite';

const packageDir = join(import.meta.dirname, '..');

/** Gives a source text the place of a file in this package, so that its imports resolve as an application's would. */
const sourceText = (path: string, code: string): Plugin => ({
  name: 'source-text',
  enforce: 'pre',
  resolveId: (id) => (id === path ? path : null),
  load: (id) => (id === path ? code : null),
});

export type BuiltPage = { url: string; remove(): Promise<void> };

/**
 * Bundles one entry into a page of its own in the temp folder.
 * @param entry a file, or the text of one.
 * @returns the page's `file:` address, and what removes the page.
 */
export async function buildPage(entry: { file: URL } | { code: string }): Promise<BuiltPage> {
  const outDir = await mkdtemp(join(tmpdir(), 'plimsoll-page-'));
  const path = 'file' in entry ? fileURLToPath(entry.file) : join(packageDir, 'test/source-text.tsx');
  await build({
    root: packageDir,
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), ...('code' in entry ? [sourceText(path, entry.code)] : [])],
    resolve: {
      alias: [
        { find: /^@plimsoll\/react\/styles\.css$/, replacement: join(packageDir, 'src/styles.css') },
        { find: /^@plimsoll\/react$/, replacement: join(packageDir, 'src/index.ts') },
      ],
    },
    // Under a test runner Vite compiles JSX for development, which React's production build can't run.
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      outDir,
      emptyOutDir: false,
      minify: false,
      lib: { entry: path, formats: ['iife'], name: 'page', fileName: () => 'page.js', cssFileName: 'page' },
    },
  });
  await writeFile(join(outDir, 'index.html'), html);
  const url = pathToFileURL(join(outDir, 'index.html')).href;
  return { url, remove: () => rm(outDir, { recursive: true, force: true }) };
}

/** A classic script: a browser refuses modules from `file:`. */
const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page</title>
<link rel="stylesheet" href="page.css">
<style>
body { margin: 0; background: var(--background); color: var(--foreground); font: 14px/22px var(--font-sans); }
main { max-width: 1056px; margin: auto; padding: 20px 16px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
.card { background: var(--card); border: 1px solid var(--border); border-radius: 10px; overflow: clip; }
.pad { padding: 16px; }
.states { display: grid; grid-template-columns: 150px repeat(3, minmax(0, 1fr)); gap: 16px; align-items: center; }
@media (max-width: 760px) { .states { grid-template-columns: minmax(0, 1fr); gap: 4px; } }
</style>
</head>
<body><div id="root"></div><script src="page.js"></script></body>
</html>
`;
