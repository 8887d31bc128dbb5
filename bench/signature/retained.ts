import { signatureOf } from 'lipservice'
import { hotPath } from './hot-path.ts'
import { messagesOf } from './messages.ts'
import { sink } from './sink.ts'

const CALLS = 1_000_000
const WARM_UP_CALLS = 100_000

export interface Retained {
  readonly name: string
  readonly bytesPerCall: number
}

/** What stays in the heap of a million signings of 1,000 different messages. */
export function measureRetained(): Retained[] {
  const texts = messagesOf(100, 1_000)
  return [
    retainedBy('hot path', texts, (text) => hotPath(text).id.length),
    retainedBy('signatureOf', texts, (text) => signatureOf(text).id.length),
  ]
}

function retainedBy(name: string, texts: readonly string[], sign: (text: string) => number): Retained {
  const signMany = (calls: number) => {
    for (let i = 0; i < calls; i++) sink.value ^= sign(texts[i % texts.length]!)
  }
  signMany(WARM_UP_CALLS)
  const before = heapUsed()
  signMany(CALLS)
  return { name, bytesPerCall: (heapUsed() - before) / CALLS }
}

function heapUsed(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('start with node --expose-gc')
  // Twice: the first collection may leave what has a finalizer.
  gc()
  gc()
  return process.memoryUsage().heapUsed
}
