import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

/** For `node --import`: writes down each module that a process loads, in the file that LOADED_MODULES names. */
registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.LOADED_MODULES, `${url}\n`)
    return next(url, context)
  },
})
