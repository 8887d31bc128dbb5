import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const READY_MILLIS = 20_000

/** The built server in a process of its own. */
export interface ServerProcess {
  readonly url: string
  /** An admin's, of the first start. */
  readonly key: string | undefined
  /** One for apps, of the first start. */
  readonly ingestKey: string | undefined
  /** Logs in once; there at the first start, where the page was built. */
  readonly loginLink: string | undefined
  readonly pid: number
  stdout(): string
  kill(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export async function startServerProcess(flags: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const args = Object.entries({ port: '0', ...flags }).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(process.execPath, [...(process.env['SERVER_NODE_FLAGS']?.split(' ') ?? []), MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Not 'exit': its output may come after that.
  const exit = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  await untilBanner(child, () => stderr)
  return {
    url: /http:\/\/\S+/.exec(stderr)![0],
    key: /lsk_[0-9a-f]{16}_[0-9a-f]{64}/.exec(stderr)?.[0],
    ingestKey: /LIPSERVICE_API_KEY=(\S+)/.exec(stderr)?.[1],
    loginLink: /http:\/\/\S+#code=\S+/.exec(stderr)?.[0],
    pid: child.pid!,
    stdout: () => stdout,
    async kill(signal) {
      child.kill(signal)
      const [code, by] = await exit
      return { code, signal: by }
    },
  }
}

async function untilBanner(child: ChildProcess, stderr: () => string): Promise<void> {
  const deadline = AbortSignal.timeout(READY_MILLIS)
  while (!/openapi\.json/.test(stderr())) {
    if (child.exitCode !== null || deadline.aborted) throw new Error(`the server did not start: ${stderr()}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  // The banner comes in one piece; the key is behind its first lines.
  await new Promise((resolve) => setImmediate(resolve))
}
