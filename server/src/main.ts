#!/usr/bin/env node
/** Node.js has SQLite from this version on. */
const MIN_NODE = [22, 13] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < MIN_NODE[0] || (major === MIN_NODE[0] && minor < MIN_NODE[1])) {
  fail(`needs Node.js ${MIN_NODE.join('.')} or later; this is ${process.versions.node}`, 1)
} else {
  // Not before: an older one cannot even load it.
  const [{ command }, { ConfigError }] = await Promise.all([import('./command.js'), import('./config.js')])
  await command(process.argv.slice(2), process.env).catch((error: unknown) =>
    fail(error instanceof Error ? error.message : String(error), error instanceof ConfigError ? 2 : 1),
  )
}

function fail(reason: string, code: number): void {
  process.stderr.write(`lipservice-server: ${reason}\n`)
  process.exitCode = code
}
