import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

/** The command line: apart from what apps load, with its own libraries compiled in. */
export default defineConfig({
  // Threads are started by the name of their file.
  entry: { lipservice: 'src/cli/main.ts', 'count-worker': 'src/cli/parallel/worker.ts' },
  outDir: 'dist/cli',
  format: ['esm'],
  clean: true,
  silent: true,
  target: 'node20',
  platform: 'node',
  splitting: true,
  treeshake: true,
  dts: false,
  define: { LIPSERVICE_VERSION: JSON.stringify(version) },
  noExternal: ['citty', 'csv-parse', '@clack/prompts', '@bomb.sh/tab', 'zod'],
  banner: { js: '#!/usr/bin/env node' },
  esbuildOptions(options) {
    options.minifySyntax = true
  },
})
