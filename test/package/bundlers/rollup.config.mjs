import commonjs from '@rollup/plugin-commonjs'
import json from '@rollup/plugin-json'
import resolve from '@rollup/plugin-node-resolve'

const { ENTRY, FORMAT, OUT, EXTERNAL } = process.env
const extension = FORMAT === 'esm' ? 'mjs' : 'cjs'

export default {
  input: ENTRY,
  external: EXTERNAL === undefined ? [] : [/^lipservice/],
  plugins: [resolve({ preferBuiltins: true }), commonjs(), json()],
  output: {
    file: `${OUT}/bundle.${extension}`,
    format: FORMAT === 'esm' ? 'es' : 'cjs',
    // Into one file, as functions are deployed: then all that is imported later is evaluated at the start.
    inlineDynamicImports: true,
  },
}
