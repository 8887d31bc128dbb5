/** Entry `lipservice/winston`. */
export { LipServiceTransport, type LipServiceTransportOptions } from './adapters/winston/lipservice-transport.js'
export { type WrapLoggerOptions, wrapLogger } from './adapters/winston/wrap-logger.js'
export { wrapTransport } from './adapters/winston/wrap-transport.js'
