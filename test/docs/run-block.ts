import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { DeliveryStats } from '../../src/index.js'

const runner = fileURLToPath(new URL('block-runner.ts', import.meta.url))

/** Runs a program that a block was made, in a folder of its own, which is gone afterwards. */
export async function runBlock(file: string, env: Record<string, string>) {
  const cwd = await mkdtemp(join(tmpdir(), 'lipservice-docs-'))
  const child = fork(runner, [file], { cwd, silent: true, execArgv: [], env: { ...process.env, ...env } })
  let delivery: DeliveryStats | undefined
  child.on('message', (message) => {
    delivery = message as DeliveryStats
  })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close'),
  ])
  await rm(cwd, { recursive: true })
  return { delivery, stdout, stderr, exitCode }
}
