import { PassThrough, Readable, Writable } from 'node:stream'
import { run } from '../../../src/cli/run.js'
import { systemClock } from '../../../src/internal/clock.js'

export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface CliCircumstances {
  /** What comes in by a pipe. Default: nothing. */
  readonly input?: string | Buffer | Readable
  readonly env?: Readonly<Record<string, string>>
  readonly stop?: AbortSignal
}

/** Runs a command line in this process, with streams of its own. */
export async function runCli(args: readonly string[], circumstances: CliCircumstances = {}): Promise<CliResult> {
  const { input = '', env = {}, stop = new AbortController().signal } = circumstances
  const [out, err] = [sink(), sink()]
  const stdin = input instanceof Readable ? input : Readable.from([Buffer.from(input as string)])
  const of = { stdin, stdout: out.stream, stderr: err.stream, env: { LANG: 'C.UTF-8', COLUMNS: '160', ...env } }
  // However long it takes here: no line of progress comes in between.
  const clock = { ...systemClock, monotonic: () => 0 }
  const code = await run([...args], of as unknown as Parameters<typeof run>[1], stop, undefined, clock)
  return { code, out: out.text(), err: err.text() }
}

function sink(): { stream: Writable; text(): string } {
  const chunks: Buffer[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

/** What comes in by a pipe, written by the test. */
export const pipe = (): PassThrough => new PassThrough()
