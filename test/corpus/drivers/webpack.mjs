import { mkdirSync, writeFileSync } from 'node:fs'
import webpack from 'webpack'
import { failing, hex, integer, pick, times, word } from '../seeded-values.mjs'

const sink = (...args) => args.length > 0 && globalThis.corpus.recordHere(args.map(String).join(' '))
const console = Object.fromEntries(
  [
    'log',
    'info',
    'warn',
    'error',
    'debug',
    'trace',
    'group',
    'groupCollapsed',
    'groupEnd',
    'status',
    'clear',
    'profile',
    'profileEnd',
    'time',
    'timeEnd',
    'logTime',
  ].map((method) => [method, sink]),
)
mkdirSync('web', { recursive: true })
const line = [
  () => `import './${word()}.js'`,
  () => `import ${word()} from '${word()}-${hex(3)}'`,
  () => `import { ${word()} } from './good.js'; ${'console.log'}(1)`,
  () => `import { ${word()}X as v } from './good.js'; v()`,
  () => `require('./' + ${word()})`,
  () => `const ${word()} = {`,
  () => `import './style-${integer(1, 99)}.css'`,
  () => `import './${word()}.txt'`,
  () => `new Worker(new URL('./${word()}.js', import.meta.url))`,
  () => `let a = 1; let a = ${integer(1, 9)}`,
  () => `import('./${word()}.js')`,
]
writeFileSync('web/good.js', 'export const good = 1')
writeFileSync('web/note.txt', 'not a module {')
writeFileSync('web/big.js', `export default "${hex(60).repeat(9000)}"`)
const run = (config) =>
  new Promise((resolve, reject) =>
    webpack(
      {
        context: `${process.cwd()}/web`,
        infrastructureLogging: { level: 'verbose', debug: true, console, colors: false },
        ...config,
      },
      (error, stats) => (error ? reject(error) : resolve(stats)),
    ),
  )
await times(12, async (i) => {
  const entry = {}
  await times(11, (n) => {
    const file = `./entry-${word()}-${n}.js`
    writeFileSync(`web/${file}`, `${line[n % line.length]()}\n`)
    entry[`${word()}${n}`] = file
  })
  entry.big = './big.js'
  const stats = await run({
    entry,
    mode: pick(['development', 'production', undefined]),
    output: { path: `${process.cwd()}/web/dist` },
    cache: i % 3 === 0 ? { type: 'filesystem', cacheDirectory: `${process.cwd()}/web/cache-${i}` } : false,
    optimization: { minimize: false },
    stats: 'errors-warnings',
  })
  for (const error of [...stats.compilation.errors, ...stats.compilation.warnings]) {
    if (error.name === 'ModuleParseError' || error.name === 'ModuleNotFoundError')
      globalThis.corpus.record(error.message, `webpack/lib/${error.name}.js`)
    else globalThis.corpus.error(error)
  }
})
await times(8, () => failing(() => run({ [word()]: integer(1, 9) })))
await times(8, () => failing(() => run({ mode: word() })))
