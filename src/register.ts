/**
 * Entry `lipservice/register`: `node --import lipservice/register app.js`; for all processes of a container by the absolute path of this
 * file: `NODE_OPTIONS='--import /app/node_modules/lipservice/dist/register.js'`.
 */
import { startZeroCode } from './runtime/zero-code.js'

// biome-ignore lint/style/noProcessEnv: configured by the environment, by definition.
startZeroCode(process.env)
