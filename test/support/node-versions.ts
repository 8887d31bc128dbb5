import { join } from 'node:path'
import { createFolder, run } from './installed-folder.js'
import type { MadeOnce } from './made-once.js'

/** The newest of each line that the SDK supports. */
export const NODE_VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

/** Installs the Node.js versions that users run, from npm. */
export async function installNodeVersions(): Promise<{ value: MadeOnce['nodeVersions']; remove(): Promise<void> }> {
  const majorOf = (version: string) => version.split('.')[0]!
  const platform = `node-${process.platform}-${process.arch}`
  const packages = NODE_VERSIONS.map((version) => `node${majorOf(version)}@npm:${platform}@${version}`)
  const { folder, unreachable, remove } = await createFolder(packages)
  const executable = (major: string) => join(folder, 'node_modules', `node${major}`, 'bin/node')
  const majors = NODE_VERSIONS.map(majorOf)
  const executables = Object.fromEntries(majors.map((major) => [major, executable(major)]))
  if (unreachable !== undefined) return { value: { executables, unreachable }, remove }
  for (const major of majors) await run(executable(major), ['--version'])
  return { value: { executables }, remove }
}
