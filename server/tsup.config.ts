import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'

const CONTRACT = ['protocol', 'allocation', 'signature', 'posthog-api']
const sourceOf = (name: string) => fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))

export default defineConfig({
  entry: { main: 'src/main.ts', index: 'src/index.ts' },
  format: ['esm'],
  // Types are checked by `npm run typecheck`.
  dts: { entry: { index: 'src/index.ts' }, compilerOptions: { noCheck: true } },
  clean: true,
  silent: true,
  target: 'node22',
  platform: 'node',
  splitting: true,
  // `node:sqlite` has no other name.
  removeNodeProtocol: false,
  // The contract is compiled in from the SDK beside this folder.
  esbuildOptions(options) {
    options.alias = Object.fromEntries(CONTRACT.map((name) => [`lipservice/${name}`, sourceOf(name)]))
  },
  noExternal: CONTRACT.map((name) => `lipservice/${name}`),
})
