import { join } from 'node:path'
import { createFolder, run } from './installed-folder.js'
import type { MadeOnce } from './made-once.js'

/** The newest of each line that the SDK supports. */
export const NODE_VERSIONS = ['20.20.2', '22.23.3', '24.21.0', '26.10.0']

const majorOf = (version: string) => version.split('.')[0]!

/** Installs Node.js versions that users run, from npm: those of some lines. The one that runs is there already. */
export async function installNodeVersions(
  lines: readonly string[],
): Promise<{ value: MadeOnce['nodeVersions']; remove(): Promise<void> }> {
  const platform = `node-${process.platform}-${process.arch}`
  const missing = NODE_VERSIONS.filter(
    (version) => lines.includes(majorOf(version)) && `v${version}` !== process.version,
  )
  const packages = missing.map((version) => `node${majorOf(version)}@npm:${platform}@${version}`)
  const { folder, unreachable, remove } = await createFolder(packages)
  const majors = missing.map(majorOf)
  const installed = majors.map((major) => [major, join(folder, 'node_modules', `node${major}`, 'bin/node')] as const)
  const executables = { [majorOf(process.versions.node)]: process.execPath, ...Object.fromEntries(installed) }
  if (unreachable !== undefined) return { value: { executables, unreachable }, remove }
  for (const [, executable] of installed) await run(executable, ['--version'])
  return { value: { executables }, remove }
}
