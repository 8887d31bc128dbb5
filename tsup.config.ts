import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    pino: 'src/pino.ts',
    winston: 'src/winston.ts',
    console: 'src/console.ts',
    nest: 'src/nest.ts',
    posthog: 'src/posthog.ts',
    register: 'src/register.ts',
    protocol: 'src/protocol.ts',
    allocation: 'src/allocation.ts',
    signature: 'src/signature.ts',
    'posthog-api': 'src/posthog-api.ts',
    testing: 'src/testing.ts',
  },
  format: ['esm', 'cjs'],
  // Types are checked by `npm run typecheck`.
  dts: { compilerOptions: { noCheck: true } },
  clean: true,
  silent: true,
  target: 'node20',
  platform: 'node',
  treeshake: true,
  sourcemap: false,
  // Of the entry `posthog-api` alone: apps do not load it.
  noExternal: ['zod'],
  define: { LIPSERVICE_VERSION: JSON.stringify(version) },
  // Both module formats share one instance through Symbol.for('lipservice'); chunks are shared within a format.
  splitting: true,
  plugins: [
    {
      name: 'plain-commonjs',
      renderChunk(code) {
        if (this.format !== 'cjs') return undefined
        const plain = code
          // `import()` does not work wherever `require` does: in Jest it needs a flag. Bundlers have to see the name.
          .replace(/\bimport\((["'][\w./@-]+["'])\)/g, 'Promise.resolve().then(() => require($1))')
          // What stands for it otherwise requires by a name that bundlers cannot read.
          .replaceAll('import.meta.url', 'undefined')
        return { code: plain }
      },
    },
  ],
  // Inlines constants: a module-level name costs a load wherever the scan compares with it.
  esbuildOptions(options) {
    options.minifySyntax = true
    // The CommonJS build asks for `__filename` first.
    options.logOverride = { 'empty-import-meta': 'silent' }
  },
})
