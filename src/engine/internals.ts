/**
 * The engine's internal door, for benchmarks and the command line, which are built from this repository and need more than users
 * can import. It is no entry of the package.
 */
export type { Diag } from '../internal/diag.js'
export { type Runtime, systemRuntime } from '../internal/runtime.js'
export { type ResolvedSamplingOptions, resolveSamplingOptions } from '../options/resolve-options.js'
export { redactText } from '../redaction/redact-text.js'
export { createSigner, type Signer } from '../signature/signer.js'
export { type ConnectedEngine, createConnectedEngine } from './connected-engine.js'
export { createSamplingEngine, type EngineHooks, type SamplingEngine } from './sampling-engine.js'
