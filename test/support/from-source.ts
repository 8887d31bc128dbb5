/**
 * Lets a script of Node.js import sources of the SDK and the server as tests do, without a build:
 * `node --import ./test/support/from-source.ts script.ts`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }
// As the bundler defines it.
Object.assign(globalThis, { LIPSERVICE_VERSION: version })

registerHooks({
  resolve(specifier, context, next) {
    const [, entry] = /^lipservice(?:\/([\w-]+))?$/.exec(specifier) ?? []
    if (/^lipservice(\/[\w-]+)?$/.test(specifier))
      return next(new URL(`src/${entry ?? 'index'}.ts`, root).href, context)
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL !== undefined) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
      if (source.protocol === 'file:' && existsSync(fileURLToPath(source))) return next(source.href, context)
    }
    return next(specifier, context)
  },
})
