import { signatureOf } from 'lipservice'
import { type Case, type Measured, measure } from '../harness.ts'
import { createDrain } from './drain.ts'
import { regexChainSignature } from './regex-chain.ts'
import { sink } from './sink.ts'

/** How much of a message decides its signature. */
export const DECIDING = 256
/** A small integer to V8, so that both bare loops are the same machine code. */
const WHOLE = 2 ** 30
const TIMES = 4_096
const ROUND_NANOS = 4e6
const TOO_SLOW_NANOS = 50e6
const WARM_UP_NANOS = 2e8

export const BARE = `bare charCodeAt loop, first ${DECIDING} characters`
export const BARE_WHOLE = 'bare charCodeAt loop, whole text'
export const SIGNATURE_OF = 'signatureOf'
export const REGEX_CHAIN = 'regex chain, then MD5'
export const DRAIN = 'Drain'

/** All ways to sign, in one run. Leaves out what takes more than 50 ms a message. */
export async function measureSigning(texts: readonly string[]): Promise<Measured[]> {
  const cases: Case[] = []
  const shares: number[] = []
  for (const candidate of signingCases(texts)) {
    const nanos = estimate(candidate)
    if (nanos > TOO_SLOW_NANOS) continue
    // A slow case signs fewer messages a round: the quick ones need many to be timed well.
    const times = Math.max(1, Math.min(TIMES, Math.round(ROUND_NANOS / nanos)))
    shares.push(TIMES / times)
    cases.push({ name: candidate.name, run: () => candidate.run(times) })
  }
  const measured = await measure(cases, TIMES)
  return measured.map(({ name, nanos }, i) => ({ name, nanos: nanos * shares[i]! }))
}

/** `signatureOf` alone, for several sets of texts, in one run. */
export function measureSignature(sets: readonly { name: string; texts: readonly string[] }[]): Promise<Measured[]> {
  const cases = sets.map(({ name, texts }) => ({ name, run: signatureOver(texts) }))
  return measure(cases, TIMES)
}

function signingCases(texts: readonly string[]): Case[] {
  const drain = createDrain()
  const isLong = texts[0]!.length > DECIDING
  return [
    { name: BARE, run: bareOver(texts, DECIDING) },
    ...(isLong ? [{ name: BARE_WHOLE, run: bareOver(texts, WHOLE) }] : []),
    { name: SIGNATURE_OF, run: signatureOver(texts) },
    {
      name: REGEX_CHAIN,
      run: inTurn(texts.length, (from, times) => {
        for (let i = from; i < from + times; i++) sink.value ^= regexChainSignature(texts[i % texts.length]!).length
      }),
    },
    {
      name: DRAIN,
      run: inTurn(texts.length, (from, times) => {
        for (let i = from; i < from + times; i++) sink.value ^= drain.add(texts[i % texts.length]!)
      }),
    },
  ]
}

function bareOver(texts: readonly string[], end: number): Case['run'] {
  return inTurn(texts.length, (from, times) => {
    for (let i = from; i < from + times; i++) sink.value ^= xorOfCodes(texts[i % texts.length]!, end)
  })
}

function xorOfCodes(text: string, end: number): number {
  const length = Math.min(text.length, end)
  let codes = 0
  for (let at = 0; at < length; at++) codes ^= text.charCodeAt(at)
  return codes
}

function signatureOver(texts: readonly string[]): Case['run'] {
  return inTurn(texts.length, (from, times) => {
    for (let i = from; i < from + times; i++) sink.value ^= signatureOf(texts[i % texts.length]!).id.length
  })
}

/** Every round goes on where the last one ended, so that few times a round still visit all texts. */
function inTurn(count: number, run: (from: number, times: number) => void): Case['run'] {
  let from = 0
  return (times) => {
    run(from, times)
    from = (from + times) % count
  }
}

/** Warmed up, so that a round of a quick case has as many messages as it should. */
function estimate({ run }: Case): number {
  const until = process.hrtime.bigint() + BigInt(WARM_UP_NANOS)
  let nanos = Number.POSITIVE_INFINITY
  do {
    const start = process.hrtime.bigint()
    run(2)
    nanos = Math.min(nanos, Number(process.hrtime.bigint() - start) / 2)
  } while (process.hrtime.bigint() < until)
  return nanos
}
