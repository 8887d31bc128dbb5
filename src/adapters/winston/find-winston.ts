import { alreadyRequired, watchRequires } from '../../internal/watch-requires.js'
import { wrapLogger } from './wrap-logger.js'

interface LoggerClass {
  prototype: { add?: (this: object, transport: unknown) => unknown }
}

const FOUND = Symbol.for('lipservice.zero-code.winston')
const LOGGER_FILE = /[\\/]winston[\\/]lib[\\/]winston[\\/]logger\.js$/
const ITS_PARENT = /[\\/]winston[\\/]lib[\\/]winston[\\/]create-logger\.js$/

/** Wraps every winston 3 logger when it gets a transport, whichever module made it; without one it has nothing to say. */
export function findWinston(): void {
  for (const [filename, exports] of alreadyRequired()) if (LOGGER_FILE.test(filename)) wrapAll(exports)
  watchRequires((id, parent, exports) => {
    if (id === './logger' && ITS_PARENT.test(parent)) wrapAll(exports)
  })
}

function wrapAll(exports: unknown): void {
  const { prototype } = exports as LoggerClass
  const { add } = prototype
  if (typeof add !== 'function' || FOUND in prototype) return
  Object.defineProperty(prototype, FOUND, { value: true })
  prototype.add = function (transport) {
    const answer = add.call(this, transport)
    wrapLogger(this)
    return answer
  }
}
