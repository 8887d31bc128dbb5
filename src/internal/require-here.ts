import Module from 'node:module'

/**
 * Requires a package of the app, as seen from this file or from what a bundler made of it, else from the app's own main file: bundlers
 * replace `__filename` and `import.meta.url` by names that exist no more, or by nothing. Never from the working directory, which may
 * be anybody's.
 *
 * @throws when it is found nowhere, or cannot be loaded
 */
export function requireHere(name: string): unknown {
  // The first two are there in one module format each.
  const places = [typeof __filename === 'string' ? __filename : undefined, import.meta.url, process.argv[1]]
  let problem: unknown
  for (const place of places) {
    if (place === undefined) continue
    try {
      // Called by its own name, webpack wants to read its argument.
      return Module.createRequire(place)(name)
    } catch (error) {
      problem ??= error
    }
  }
  throw problem
}
