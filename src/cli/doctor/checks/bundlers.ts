import type { App } from '../app/app.js'
import type { Check, Finding } from '../finding.js'
import { wiringOf } from '../wiring.js'

/** A bundler that this app uses, and whether it leaves packages outside. */
interface Bundling {
  readonly name: string
  /** Where it says so. */
  readonly where: string
  readonly isEsm: boolean
  /** What leaves the package outside. */
  readonly fix: string
  readonly change: readonly string[]
}

const NEXT_CONFIGS = ['next.config.ts', 'next.config.mjs', 'next.config.js', 'next.config.cjs']
const WEBPACK_CONFIGS = ['webpack.config.js', 'webpack.config.cjs', 'webpack.config.mjs', 'webpack.config.ts']
const ROLLUP_CONFIGS = ['rollup.config.js', 'rollup.config.mjs', 'rollup.config.ts']
const KEEPS_OUT = /\bexternals?\b/

/** Bundles: what is compiled into one file is not found by zero code, and cannot load what it looks for at run time. */
export const bundlers: Check = {
  title: 'Bundlers',
  run(app) {
    if (app.manifest === undefined || app.manifest['name'] === 'lipservice') return { says: undefined, findings: [] }
    const bundlings = [
      ...byEsbuild(app),
      ...byNcc(app),
      ...byConfig(app, 'webpack', WEBPACK_CONFIGS),
      ...byConfig(app, 'rollup', ROLLUP_CONFIGS),
    ]
    const next = ofNext(app)
    const says = [...bundlings.map(({ name }) => name), ...(app.dependsOn('next') ? ['next'] : [])].join(', ')
    return {
      says: says === '' ? undefined : says,
      findings: [...next, ...bundlings.map((bundling) => findingOf(app, bundling))],
    }
  },
}

function findingOf(app: App, { name, where, isEsm, fix, change }: Bundling): Finding {
  const { isZeroCode } = wiringOf(app)
  const hidden = ['winston', '@nestjs/common', '@opentelemetry/api'].filter((logger) => app.dependsOn(logger))
  const bundle = `${name} (${where}) puts all packages into ${isEsm ? 'an ESM bundle' : 'a bundle'}`
  if (isZeroCode && hidden.length > 0) {
    return {
      name: 'bundle_hides_logger',
      what: `${bundle}: zero code does not find ${hidden.join(', ')} in it`,
      fix,
      change,
    }
  }
  return {
    name: 'bundled',
    what: `${bundle}, lipservice too: undici stays outside and logs go over Node's own HTTP client${isEsm ? '; what is CommonJS may not run in it' : ''}`,
    fix,
    change,
  }
}

function byEsbuild({ scripts }: App): Bundling[] {
  return scripts.flatMap(({ script, words }) => {
    if (!/(^|[\\/])esbuild$/.test(words[0] ?? '') || !words.includes('--bundle')) return []
    if (words.some((word) => /^--packages=external$|^--external:(lipservice|\*|\.\/node_modules)/.test(word))) return []
    const isEsm = words.includes('--format=esm') || words.some((word) => /^--outfile=.*\.mjs$/.test(word))
    return [
      {
        name: 'esbuild',
        where: `script ${script}`,
        isEsm,
        fix: 'leave packages outside: --packages=external',
        change: [`- ${words.join(' ')}`, `+ ${[...words, '--packages=external'].join(' ')}`],
      },
    ]
  })
}

function byNcc({ scripts }: App): Bundling[] {
  return scripts.flatMap(({ script, words }) => {
    if (!/(^|[\\/])ncc$/.test(words[0] ?? '') || words[1] !== 'build') return []
    if (words.some((word, i) => (words[i - 1] === '-e' || words[i - 1] === '--external') && word === 'lipservice'))
      return []
    const change = [`- ${words.join(' ')}`, `+ ${[...words, '-e', 'lipservice'].join(' ')}`]
    return [
      { name: 'ncc', where: `script ${script}`, isEsm: false, fix: 'leave lipservice outside: -e lipservice', change },
    ]
  })
}

function byConfig(app: App, name: 'webpack' | 'rollup', files: readonly string[]): Bundling[] {
  if (!app.dependsOn(name)) return []
  const where = files.find((file) => app.read(file) !== undefined)
  const text = where === undefined ? undefined : app.read(where)!
  if (where === undefined || text === undefined || KEEPS_OUT.test(text)) return []
  // Of webpack, only what is built for Node.js.
  if (name === 'webpack' && !/\btarget\s*:\s*['"](?:node|async-node)/.test(text)) return []
  // Without this plugin Rollup takes no package in.
  if (name === 'rollup' && !/node-resolve/.test(text)) return []
  const option =
    name === 'webpack' ? 'externalsPresets: { node: true }, externals: [/^[a-z@]/]' : "external: ['lipservice']"
  const isEsm = /outputModule|format\s*:\s*['"]es/.test(text)
  return [{ name, where, isEsm, fix: `leave packages outside in ${where}`, change: [`+ ${option}`] }]
}

/** Next bundles what a server file imports, unless it is told not to. */
function ofNext(app: App): Finding[] {
  if (!app.dependsOn('next')) return []
  const config = NEXT_CONFIGS.find((file) => app.read(file) !== undefined)
  const text = config === undefined ? '' : app.read(config)!
  if (/(?:serverExternalPackages|serverComponentsExternalPackages)[^\]]*['"]lipservice['"]/s.test(text)) return []
  return [
    {
      name: 'next_bundles',
      what: `Next puts lipservice into its bundles: ${config ?? 'next.config.ts'} does not name it in serverExternalPackages`,
      fix: `add it to serverExternalPackages in ${config ?? 'next.config.ts'}`,
      change: ["+ serverExternalPackages: ['lipservice'],"],
    },
  ]
}
