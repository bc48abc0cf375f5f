import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{bots,skills,jobs,shared,infra,test,bench,docs}/**/*.test.ts'],
    testTimeout: 20_000,
    // Many tests wait for a moment rather than compute: two of them share a core.
    maxWorkers: 4,
  },
});
