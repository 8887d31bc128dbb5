import { fileURLToPath } from 'node:url'
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { main: 'src/main.ts', index: 'src/index.ts' },
  format: ['esm'],
  dts: { entry: { index: 'src/index.ts' } },
  clean: true,
  silent: true,
  target: 'node22',
  platform: 'node',
  splitting: true,
  // `node:sqlite` has no other name.
  removeNodeProtocol: false,
  // The contract is compiled in from the SDK beside this folder.
  esbuildOptions(options) {
    options.alias = { 'lipservice/protocol': fileURLToPath(new URL('../src/protocol.ts', import.meta.url)) }
  },
  noExternal: ['lipservice/protocol'],
})
