import { join } from 'node:path'
import { createFolder, run } from './packed-app.js'

/** The newest of each line that the SDK supports. */
export const NODE_VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

/** Executables of the Node.js versions that users run, by major version, from npm. */
export interface NodeVersions {
  readonly executables: Readonly<Record<string, string>>
  readonly unreachable: string | undefined
  remove(): Promise<void>
}

export async function installNodeVersions(): Promise<NodeVersions> {
  const majorOf = (version: string) => version.split('.')[0]!
  const platform = `node-${process.platform}-${process.arch}`
  const packages = NODE_VERSIONS.map((version) => `node${majorOf(version)}@npm:${platform}@${version}`)
  const { folder, unreachable, remove } = await createFolder(packages)
  const executable = (major: string) => join(folder, 'node_modules', `node${major}`, 'bin/node')
  const majors = NODE_VERSIONS.map(majorOf)
  if (unreachable === undefined) {
    for (const major of majors) await run(executable(major), ['--version'])
  }
  return { executables: Object.fromEntries(majors.map((major) => [major, executable(major)])), unreachable, remove }
}
