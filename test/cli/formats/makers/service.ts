import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

const MAX_TRIES = 100
const TRY_EVERY_MS = 200

/** Returns a port of the loopback address that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Runs a server until `use` is done, then ends it and all that it started. Returns what it wrote to stdout and stderr. Throws where it
 * does not answer at `url` within 20 s.
 */
export async function whileRunning(
  command: readonly [string, ...string[]],
  options: { readonly cwd: string; readonly url: string },
  use: () => Promise<void>,
): Promise<string> {
  const [program, ...args] = command
  const env = { ...process.env, TZ: 'UTC', NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(program, args, { cwd: options.cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const ended = closed.then(() => Promise.reject(new Error(`${program} ended by itself: ${output}`)))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  try {
    await Promise.race([answers(options.url), ended])
    await use()
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
  }
  await closed
  return output
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await (await fetch(url)).arrayBuffer()
      return
    } catch (error) {
      if (tries === MAX_TRIES) throw error
      await pause(TRY_EVERY_MS)
    }
  }
}
