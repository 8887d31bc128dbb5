const { ENTRY, FORMAT, OUT, EXTERNAL } = process.env

export default {
  entry: { bundle: ENTRY },
  format: [FORMAT],
  outDir: OUT,
  outExtension: () => ({ js: FORMAT === 'esm' ? '.mjs' : '.cjs' }),
  noExternal: EXTERNAL === undefined ? [/./] : [],
  platform: 'node',
  target: 'node20',
  silent: true,
}
