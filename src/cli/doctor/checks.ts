import { backend } from './checks/backend.js'
import { bundlers } from './checks/bundlers.js'
import { destination } from './checks/destination.js'
import { files } from './checks/files.js'
import { installation } from './checks/installation.js'
import { loggers } from './checks/loggers.js'
import { node } from './checks/node.js'
import { opentelemetry } from './checks/opentelemetry.js'
import { policyCache } from './checks/policy-cache.js'
import { preloads } from './checks/preloads.js'
import { server } from './checks/server.js'
import { spool } from './checks/spool.js'
import { variables } from './checks/variables.js'
import { wired } from './checks/wired.js'
import type { Check } from './finding.js'

/** In the order of their output: what is installed, how it is wired, what it is told, whom it reaches. */
export const CHECKS: readonly Check[] = [
  node,
  installation,
  opentelemetry,
  loggers,
  wired,
  preloads,
  bundlers,
  variables,
  files,
  destination,
  backend,
  server,
  spool,
  policyCache,
]
