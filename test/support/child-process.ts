import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface ChildResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** What the child sent last. */
  readonly message:
    | { at: number; code: number; stats: { delivered: number; pending: number; dropped: Record<string, number> } }
    | undefined
  readonly stderr: string
  readonly startedAt: number
  readonly endedAt: number
}

/** Runs an app of test/process/apps against the built package and waits for its end. */
export function runApp(name: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ChildResult> {
  const file = fileURLToPath(new URL(`../process/apps/${name}`, import.meta.url))
  return new Promise((resolve, reject) => {
    const startedAt = Date.now()
    const child = fork(file, args, { env: { ...process.env, ...env }, silent: true, execArgv: [] })
    // The channel itself must not keep the child alive.
    let message: ChildResult['message']
    let stderr = ''
    child.on('message', (received) => {
      message = received as ChildResult['message']
    })
    child.stderr?.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, message, stderr, startedAt, endedAt: Date.now() }))
  })
}
