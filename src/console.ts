/** Entry `lipservice/console`. */
export { type WrapConsoleOptions, wrapConsole } from './adapters/console/wrap-console.js'
