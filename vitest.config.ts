import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{bots,skills,jobs,shared,infra,test,bench,docs}/**/*.test.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
