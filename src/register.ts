/** Entry `lipservice/register`: `node --import lipservice/register app.js`, or `NODE_OPTIONS='--import lipservice/register'`. */
import { startZeroCode } from './runtime/zero-code.js'

// biome-ignore lint/style/noProcessEnv: configured by the environment, by definition.
startZeroCode(process.env)
