import { existsSync } from 'node:fs'
import Module from 'node:module'
import { appManifestOf } from '../../internal/app-manifest.js'
import { alreadyRequired, watchRequires } from '../../internal/watch-requires.js'
import { takenOnce } from '../../ownership/taken-once.js'
import type { CaptureLog } from './sampled-capture-log.js'
import { wrapPostHog, wrappingOf } from './wrap-posthog.js'

const PACKAGE = 'posthog-node'
const FILE = /[\\/]posthog-node[^\\/]*[\\/]dist[\\/]entrypoints[\\/]index\.node\.js$/
const MODULE_FILE = /\.m[jt]s$/

/**
 * Wraps every client of posthog-node when it logs first, whichever copy made it. An ES module imports a build of its own, without any `require`: that
 * one is loaded here, before the app does, if the app's package.json names it and the app is an ES module.
 *
 * @param main the file that the process runs; `undefined`: none
 */
export function findPostHogNode(main: string | undefined): void {
  for (const [filename, exports] of alreadyRequired()) if (FILE.test(filename)) wrapClass(exports)
  watchRequires((id, _parent, exports) => {
    if (id === PACKAGE) wrapClass(exports)
  })
  if (main === undefined) return
  const manifest = appManifestOf(main)
  if (manifest === undefined || !(PACKAGE in manifest.dependencies)) return
  if (!manifest.isModule && !MODULE_FILE.test(main)) return
  try {
    wrapClass(requireModuleBuild(main))
  } catch {
    // Not installed, or no such build: `wrapPostHog` is the way then.
  }
}

/** Requires the build that `import` finds: it lies beside the one that `require` finds. */
function requireModuleBuild(main: string): unknown {
  const require = Module.createRequire(main)
  const file = require.resolve(PACKAGE)
  const beside = file.replace(/\.js$/, '.mjs')
  return require(existsSync(beside) ? beside : file)
}

/** Wraps each client of a class at its first log, once: one that was restored stays so. */
function wrapClass(exports: unknown): void {
  const prototype = prototypeOf(exports)
  if (prototype === undefined || !takenOnce(prototype, 'posthog class', () => true).isNew) return
  const { captureLog } = prototype
  prototype.captureLog = function (log) {
    const { isNew } = wrappingOf(this)
    if (isNew) wrapPostHog(this).captureLog(log)
    else captureLog.call(this, log)
  }
}

/** Returns the prototype that has `captureLog`: that of the class which all clients are of. */
function prototypeOf(exports: unknown): { captureLog: CaptureLog } | undefined {
  let at: unknown = (exports as { PostHog?: { prototype?: unknown } } | undefined)?.PostHog?.prototype
  while (typeof at === 'object' && at !== null) {
    if (typeof Object.getOwnPropertyDescriptor(at, 'captureLog')?.value === 'function')
      return at as { captureLog: CaptureLog }
    at = Object.getPrototypeOf(at)
  }
  return undefined
}
