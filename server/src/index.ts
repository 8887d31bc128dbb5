/** Entry `lipservice-server`: the server within another process. `npx lipservice-server` runs it by itself. */
export { type Config, ConfigError, readConfig } from './config.js'
export { createLog } from './log.js'
export { type RunningServer, startServer } from './server.js'
