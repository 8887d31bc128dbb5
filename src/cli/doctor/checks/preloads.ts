import { existsSync } from 'node:fs'
import path from 'node:path'
import type { App } from '../app/app.js'
import type { Preload } from '../app/node-arguments.js'
import type { Check, Finding } from '../finding.js'
import { isRegister } from '../wiring.js'

/** What may run before us: it logs nothing, or is made to be first. */
const HARMLESS =
  /opentelemetry|dd-trace|newrelic|elastic-apm|sentry|tsx|ts-node|swc|source-map-support|dotenv|esbuild-register/

/** `--import` and `--require`, in NODE_OPTIONS and in scripts. */
export const preloads: Check = {
  title: 'Preloads',
  run(app) {
    const { preloads: found } = app
    const findings = [
      ...found.filter(isRegister).flatMap((preload) => ofRegister(app, preload)),
      ...orderFindings(found),
      ...found.flatMap((preload) => esmFindings(app, preload)),
    ]
    const says = found.map(({ kind, target, from }) => `--${kind} ${target} (${from})`).join(', ')
    return { says: says === '' ? undefined : says, findings }
  },
}

function ofRegister(app: App, { kind, target, from, isBehindScript }: Preload): Finding[] {
  if (isBehindScript) {
    return [
      {
        name: 'register_behind_script',
        what: `--${kind} ${target} stands behind the app's file (${from}): the app gets it as an argument, Node.js does not`,
        fix: 'put it before the file',
        change: [`node --${kind} ${target} app.js`],
      },
    ]
  }
  const isPath = /^[./\\]|^[A-Za-z]:[\\/]/.test(target)
  if (isPath && !existsSync(path.resolve(app.folder, target))) {
    return [
      {
        name: 'register_not_there',
        what: `${target} (${from}) is not there: every process with these options dies before it runs anything`,
        fix: 'name the file where it is installed',
        change: [`--import ${path.join(app.folder, 'node_modules/lipservice/dist/register.js')}`],
      },
    ]
  }
  if (isPath || from !== 'NODE_OPTIONS') return []
  return [
    {
      name: 'register_by_name',
      what: `NODE_OPTIONS names ${target}, which Node.js looks for from the folder that a process starts in: npm and health checks that start elsewhere die`,
      fix: 'name the file by its absolute path',
      change: [`export NODE_OPTIONS="--import ${path.join(app.folder, 'node_modules/lipservice/dist/register.js')}"`],
    },
  ]
}

/** All that is required comes before all that is imported. */
function orderFindings(found: readonly Preload[]): Finding[] {
  const inOrder = [...found.filter(({ kind }) => kind === 'require'), ...found.filter(({ kind }) => kind === 'import')]
  return inOrder.flatMap((register, at) => {
    if (!isRegister(register) || register.isBehindScript) return []
    const before = inOrder
      .slice(0, at)
      .find((one) => one.from === register.from && !isRegister(one) && !HARMLESS.test(one.target))
    if (before === undefined) return []
    const why =
      before.kind === 'require' && register.kind === 'import' ? ' (all --require run before any --import)' : ''
    return [
      {
        name: 'register_not_first' as const,
        what: `--${before.kind} ${before.target} (${before.from}) runs before lipservice${why}: what it logs is not sampled or sent`,
        fix: 'put lipservice first',
        change: [
          `--${before.kind === 'require' ? 'require' : 'import'} ${before.kind === 'require' ? 'lipservice/register' : register.target} --${before.kind} ${before.target}`,
        ],
      },
    ]
  })
}

/** `--require` of a file that is an ES module fails, or runs only where Node.js can require one. */
function esmFindings({ isEsm, folder }: App, { kind, target, from }: Preload): Finding[] {
  if (kind !== 'require' || !/^[./\\]/.test(target) || !existsSync(path.resolve(folder, target))) return []
  if (!target.endsWith('.mjs') && !(isEsm && target.endsWith('.js'))) return []
  return [
    {
      name: 'required_file_is_esm',
      what: `--require ${target} (${from}) is an ES module${target.endsWith('.js') ? ' by "type": "module" of package.json' : ''}`,
      fix: 'load it by --import',
      change: [`--import ${target.startsWith('.') ? target : `./${target}`}`],
    },
  ]
}
