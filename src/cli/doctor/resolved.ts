import { type ResolvedOptions, resolveOptions } from '../../options/resolve-options.js'
import type { App } from './app/app.js'

/** The options as the environment gives them, or what stops a start. */
export type Resolved =
  | { readonly options: ResolvedOptions; readonly problem: undefined }
  | { readonly options: undefined; readonly problem: string }

/** Resolves an app's options as the SDK would at its start, without what its code says. */
export function resolvedOf({ settings, machine, manifest }: App): Resolved {
  const version = manifest?.['version']
  // npm sets it for what it runs; of the doctor's own process it is another one.
  const env = {
    ...machine.env,
    ...settings.env,
    npm_package_version: typeof version === 'string' ? version : undefined,
  }
  try {
    return { options: resolveOptions({}, env), problem: undefined }
  } catch (error) {
    return { options: undefined, problem: (error as Error).message.replace(/^lipservice: /, '') }
  }
}
