import Module from 'node:module'
import { appManifestOf } from '../../internal/app-manifest.js'
import { alreadyRequired, watchRequires } from '../../internal/watch-requires.js'
import { isConsoleLogger, type NestLogger, wrapMethods } from './wrap-nest-logger.js'

const PACKAGE = '@nestjs/common'
const FILE = /[\\/]@nestjs[\\/]common[\\/](?:index|services[\\/]console-logger\.service)\.js$/

/**
 * Wraps the `ConsoleLogger` class of every copy of Nest that the process requires. An ES module may import Nest without any
 * `require`: so the app's own copy is required here, if the app's package.json names it, before the app does.
 *
 * @param main the file that the process runs; `undefined`: none
 */
export function findNest(main: string | undefined): void {
  for (const [filename, exports] of alreadyRequired()) if (FILE.test(filename)) wrapClass(exports)
  watchRequires((id, _parent, exports) => {
    if (id === PACKAGE || id.endsWith('console-logger.service')) wrapClass(exports)
  })
  if (main === undefined || !isOfNestApp(main)) return
  try {
    wrapClass(Module.createRequire(main)(PACKAGE))
  } catch {
    // Not installed, or an ES module on a Node.js that cannot require one: `wrapNestLogger` is the way then.
  }
}

function wrapClass(exports: unknown): void {
  const prototype = (exports as { ConsoleLogger?: { prototype?: unknown } } | undefined)?.ConsoleLogger?.prototype
  if (isConsoleLogger(prototype)) wrapMethods(prototype as NestLogger)
}

/** Returns whether the package that a file belongs to depends on Nest: tools beside an app, which share its environment, do not. */
function isOfNestApp(file: string): boolean {
  const { dependencies = {} } = appManifestOf(file) ?? {}
  return PACKAGE in dependencies || '@nestjs/core' in dependencies
}
