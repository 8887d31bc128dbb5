const { ENTRY, FORMAT, OUT, EXTERNAL } = process.env
const extension = FORMAT === 'esm' ? 'mjs' : 'cjs'
const output = { format: FORMAT === 'esm' ? 'es' : 'cjs', entryFileNames: `bundle.${extension}` }

export default {
  logLevel: 'warn',
  ssr: { noExternal: EXTERNAL === undefined ? true : [] },
  build: { ssr: true, target: 'node20', outDir: OUT, rollupOptions: { input: ENTRY, output } },
}
