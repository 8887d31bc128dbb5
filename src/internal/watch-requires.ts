import { subscribe } from 'node:diagnostics_channel'
import Module from 'node:module'

/** A CommonJS module was required: by which name, from which file, and what it exports. */
export type OnRequired = (id: string, parentFilename: string, exports: unknown) => void

interface RequireMessage {
  readonly id: string
  readonly parentFilename?: string
  readonly result?: unknown
}

const REQUIRE_CHANNEL = 'tracing:module.require:end'

/**
 * Calls back for every module that is required from now on, also by a module that was imported. Modules may be changed, not
 * replaced. It uses Node's tracing channel; versions without it have `Module.prototype.require` wrapped.
 */
export function watchRequires(onRequired: OnRequired): void {
  let published = false
  const notify: OnRequired = (id, parent, exports) => {
    try {
      onRequired(id, parent, exports)
    } catch {
      // A module that is not what it looked like stays as it is.
    }
  }
  subscribe(REQUIRE_CHANNEL, (message) => {
    published = true
    const { id, parentFilename, result } = message as RequireMessage
    notify(id, parentFilename ?? '', result)
  })
  Module.createRequire(process.execPath)('node:path')
  if (published) return
  const prototype = Module.prototype as unknown as { require: (this: { filename?: string }, id: string) => unknown }
  const { require } = prototype
  prototype.require = function (id) {
    const exports = require.call(this, id)
    notify(id, this.filename ?? '', exports)
    return exports
  }
}

/** Returns what has been required before, by file. */
export function alreadyRequired(): [filename: string, exports: unknown][] {
  const { cache } = Module.createRequire(process.execPath)
  return Object.entries(cache).map(([filename, module]) => [filename, module?.exports])
}
