import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page: built into `dist/page`, which the web process serves. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: 'src/public',
  plugins: [react(), tailwind()],
  // One script for four screens: splitting it would make each first visit wait once more.
  build: { outDir: 'dist/page', emptyOutDir: true, chunkSizeWarningLimit: 700 },
});
