import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { AdaptiveLoggingOptions } from 'lipservice'
import type { FromService, Progress, ToService } from './messages.ts'

const MAIN = fileURLToPath(new URL('service-process.ts', import.meta.url))

/** A service in a process of its own. */
export interface RunningService {
  readonly name: string
  /** Where it takes requests, if it does. */
  readonly url: string | undefined
  /** The latest it said. */
  progress(): Progress | undefined
  /** When it said that, seconds. */
  progressAt(): number
  tell(type: ToService['type']): void
  /** After everything that was kept until now has arrived. */
  mark(): Promise<Progress>
  stop(): Promise<Progress>
}

export async function startService(name: string, options: AdaptiveLoggingOptions): Promise<RunningService> {
  const env = {
    ...process.env,
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.0.0',
    DEMO_OPTIONS: JSON.stringify(options),
  }
  const child = fork(MAIN, [name], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let latest: Progress | undefined
  let at = performance.now() / 1000
  child.on('message', (message: FromService) => {
    if (message.type === 'ready') return
    latest = message
    at = performance.now() / 1000
  })
  const { url } = (await answer(child, 'ready')) as Extract<FromService, { type: 'ready' }>
  const tell = (type: ToService['type']) => void child.send({ type } satisfies ToService)
  const ask = async (type: ToService['type'], reply: 'marked' | 'stopped') => {
    const answered = answer(child, reply)
    tell(type)
    return (await answered) as Progress
  }
  return {
    name,
    url,
    progress: () => latest,
    progressAt: () => at,
    tell,
    mark: () => ask('mark', 'marked'),
    stop: () => ask('stop', 'stopped'),
  }
}

/** The next message of this type. */
function answer(child: ChildProcess, type: FromService['type']): Promise<FromService> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a service of the demo died with ${code}`))
    const onMessage = (message: FromService) => {
      if (message.type !== type) return
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve(message)
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}
