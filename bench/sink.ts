/** A backend that takes everything and looks at nothing, in a process of its own: what it costs is in no figure. */
import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export interface Sink {
  readonly url: string
  /** Returns the bytes of bodies since the last call, as they came: compressed, where they were. */
  takeBytes(): Promise<number>
  close(): void
}

export async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'])
  const port = await answerOf(child)
  return {
    url: `http://127.0.0.1:${port}`,
    takeBytes() {
      const answer = answerOf(child)
      child.send('bytes')
      return answer
    },
    close: () => void child.kill(),
  }
}

function answerOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the sink has ended'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer as number)
    })
  })
}

function serve(): void {
  let bytes = 0
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
  process.on('message', () => {
    process.send!(bytes)
    bytes = 0
  })
  process.on('disconnect', () => process.exit())
}

if (process.argv[2] === 'serve' && process.send !== undefined) serve()
