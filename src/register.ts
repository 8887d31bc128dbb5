/** Entry `lipservice/register`: `node --import lipservice/register app.js`, or `NODE_OPTIONS='--import lipservice/register'`. */
import { startZeroCode } from './runtime/zero-code.js'

// The one of the two that this build's module format has.
const here = typeof __filename === 'string' ? __filename : import.meta.url
// biome-ignore lint/style/noProcessEnv: configured by the environment, by definition.
startZeroCode(process.env, here)
