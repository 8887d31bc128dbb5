import { signatureOf } from 'lipservice'
import { messagesOf } from './messages.ts'
import { sink } from './sink.ts'

const CALLS = 1_000_000
const WARM_UP_CALLS = 100_000

/** Bytes a call that stay in the heap of a million signings of 1,000 different messages. */
export function measureRetained(): number {
  const texts = messagesOf(100, 1_000)
  const signMany = (calls: number) => {
    for (let i = 0; i < calls; i++) sink.value ^= signatureOf(texts[i % texts.length]!).id.length
  }
  signMany(WARM_UP_CALLS)
  const before = heapUsed()
  signMany(CALLS)
  return (heapUsed() - before) / CALLS
}

function heapUsed(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('start with node --expose-gc')
  // Twice: the first collection may leave what has a finalizer.
  gc()
  gc()
  return process.memoryUsage().heapUsed
}
