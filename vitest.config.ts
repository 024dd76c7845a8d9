import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

// To load the Workers runtime takes two seconds, which a run of files elsewhere need not wait for.
const named = process.argv.slice(2).filter((word) => /[/.]/.test(word) && !word.startsWith('-'))
const withWorker = named.length === 0 || named.some((word) => word.includes('worker'))

const node: TestProjectInlineConfiguration = {
  test: {
    name: 'node',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/worker/inside/**'],
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
}

export default defineConfig(async () => ({
  test: {
    projects: withWorker ? [node, (await import('./test/worker/harness/project.ts')).workerProject] : [node],
    maxWorkers: 2,
  },
}))
