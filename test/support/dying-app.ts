import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FakePostHog } from '../../src/testing.js'

const APP = fileURLToPath(new URL('../process/apps/log-and-die.ts', import.meta.url))
const CROWD = fileURLToPath(new URL('../process/apps/crowd.ts', import.meta.url))
const HEIR = fileURLToPath(new URL('../process/apps/replay.ts', import.meta.url))

export type Death = 'exit' | 'throw' | 'reject' | 'abort' | 'oom' | 'sigterm' | 'sigkill' | 'spin' | 'forever'

export interface DeadApp {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Ids of the errors whose log calls had returned. */
  readonly accepted: readonly number[]
  readonly stderr: string
}

export interface DyingOptions {
  readonly adapter: 'otel' | 'pino'
  readonly env: NodeJS.ProcessEnv
  readonly count?: number
  readonly first?: number
  /** Kills it so long after it said something for the first time. */
  readonly killAfterMillis?: number
}

export async function runToDeath(death: Death, options: DyingOptions): Promise<DeadApp> {
  const { adapter, env, count = 200, first = 0, killAfterMillis } = options
  const heap = death === 'oom' ? ['--max-old-space-size=40'] : []
  const child = spawn(process.execPath, [...heap, APP, death, adapter, String(count), String(first)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let stderr = ''
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  child.stdio[3]?.on('data', (chunk) => {
    if (said === '' && killAfterMillis !== undefined) {
      void delay(killAfterMillis).then(() => child.kill('SIGKILL'))
    }
    said += chunk
  })
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve([code, signal]))
  })
  // A number that was cut off had no newline yet.
  const accepted = said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map(Number)
  return { code, signal, accepted, stderr }
}

/** Runs a cluster of processes with threads until all of it is dead. */
export async function runCrowd(processes: number, threads: number, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [CROWD, String(processes), String(threads)], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  await new Promise((resolve) => child.on('close', resolve))
}

/** Starts the app once more, so that it delivers what the dead ones left. */
export async function runHeir(env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [HEIR], { env: { ...process.env, ...env }, stdio: 'inherit' })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`the heir ended with ${code}`)
}

/** The ids that arrived. */
export function idsAt(posthog: FakePostHog): Set<number> {
  return new Set(posthog.records.map(({ attributes }) => Number(attributes['id'])))
}
