import { type FileHandle, open } from 'node:fs/promises'
import { InputError } from '../input/input-error.js'

const PIECE_CHARACTERS = 1 << 20

/** Lines that are written to a file while others are read. */
export interface KeptFile {
  add(text: string): void
  /** Writes what waits, if it is a piece. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Creates a file. @throws InputError, now and when it is written: it cannot be, or is there already: it may be the log itself */
export async function createKeptFile(path: string): Promise<KeptFile> {
  const failed = ({ code, message }: NodeJS.ErrnoException): never => {
    throw new InputError(`${path} cannot be written: ${code ?? message}`)
  }
  const file: FileHandle = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new InputError(`${path} is there already; name a new file`)
    return failed(error)
  })
  let waiting: string[] = []
  let characters = 0
  async function write(): Promise<void> {
    const text = waiting.join('')
    waiting = []
    characters = 0
    await file.appendFile(text).catch(failed)
  }
  return {
    add(text) {
      waiting.push(text, '\n')
      characters += text.length + 1
    },
    settled: async () => {
      if (characters >= PIECE_CHARACTERS) await write()
    },
    async close() {
      try {
        await write()
      } finally {
        await file.close()
      }
    },
  }
}
