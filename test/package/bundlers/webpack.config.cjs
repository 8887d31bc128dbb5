const path = require('node:path')

const { ENTRY, FORMAT, OUT, EXTERNAL } = process.env
const isModule = FORMAT === 'esm'
const kind = isModule ? 'module' : 'commonjs'

module.exports = {
  mode: 'production',
  target: 'node20',
  entry: path.resolve(ENTRY),
  stats: 'errors-warnings',
  // It takes longest by far: once is enough.
  optimization: { minimize: FORMAT === 'cjs' },
  experiments: { outputModule: isModule },
  externalsType: kind,
  externals: EXTERNAL === undefined ? [] : [({ request }, done) => done(null, /^lipservice/.test(request) && request)],
  output: {
    path: path.resolve(OUT),
    filename: `bundle.${isModule ? 'mjs' : 'cjs'}`,
    module: isModule,
    chunkFormat: kind,
    ...(isModule && { library: { type: 'module' } }),
  },
}
