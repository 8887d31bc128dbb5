/** Entry `lipservice/pino`. */
export { type PinoHooks, type PinoHooksOptions, pinoHooks } from './adapters/pino/pino-hooks.js'
export { type WrapPinoOptions, wrapPino } from './adapters/pino/wrap-pino.js'
