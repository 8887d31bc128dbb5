/** Entry `lipservice/nest`. */
export { type WrapNestLoggerOptions, wrapNestLogger } from './adapters/nest/wrap-nest-logger.js'
