import { defineConfig } from 'drizzle-kit';

/** `pnpm --filter @plimsoll/quota generate` writes the next forward migration from the schema. */
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./src/database/schema.ts', './src/database/contract-schema.ts', './src/database/rollup-schema.ts'],
  out: './migrations',
  schemaFilter: ['quota'],
});
