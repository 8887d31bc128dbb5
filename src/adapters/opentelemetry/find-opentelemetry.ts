import { processSlot } from '../../instance/process-slot.js'
import { requireHere } from '../../internal/require-here.js'
import { alreadyRequired, watchRequires } from '../../internal/watch-requires.js'

const API_PACKAGES = ['@opentelemetry/api', '@opentelemetry/api-logs']
const API_FILE = /[\\/]@opentelemetry[\\/](api|api-logs)[\\/](?:build|dist)[\\/](?:src[\\/])?index\.c?js$/

/**
 * Watches the copies of OpenTelemetry's APIs that the process loads, so that an SDK that starts after us is not refused.
 * Installs have several copies, and each module format has its own.
 */
export function findOpenTelemetry(): void {
  const slot = processSlot()
  const notify = (name: string, exports: unknown) => {
    const { logs } = exports as { logs?: object }
    if (typeof logs === 'object' && logs !== null) slot.running?.watchLogsApi(name, logs)
  }
  for (const [filename, exports] of alreadyRequired()) {
    const name = API_FILE.exec(filename)?.[1]
    if (name !== undefined) notify(`@opentelemetry/${name}`, exports)
  }
  watchRequires((id, _parent, exports) => {
    if (API_PACKAGES.includes(id)) notify(id, exports)
  })
  // The CommonJS copies that instrumentations use, where this is an ES module.
  for (const name of API_PACKAGES) {
    try {
      notify(name, requireHere(name))
    } catch {
      // It cannot be required: then nobody has required it.
    }
  }
}
