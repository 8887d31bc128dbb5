import { TextDecoder } from 'node:util'
import { begun } from './begun.js'
import { InputError } from './input-error.js'

/** What a program wrote that is no log, by its first bytes, and what makes text of it. */
const OTHERS: readonly (readonly [name: string, begins: Buffer, at: number, unpack: string])[] = [
  ['compressed by xz', Buffer.from('fd377a585a00', 'hex'), 0, 'xz -dc'],
  ['compressed by bzip2', Buffer.from('BZh'), 0, 'bzip2 -dc'],
  ['compressed by lz4', Buffer.from('04224d18', 'hex'), 0, 'lz4 -dc'],
  ['a zip archive', Buffer.from('PK\u0003\u0004'), 0, 'unzip -p'],
  ['a 7z archive', Buffer.from('377abcaf271c', 'hex'), 0, '7z x -so'],
  ['a tar archive', Buffer.from('ustar'), 257, 'tar -xOf'],
]
/** How much of the first piece is looked at. */
const LOOKED_AT = 64 * 1024
/** Controls that no text has, of all bytes: what is compressed has a tenth of them. */
const MOST_CONTROLS = 0.02
const FEWEST_CONTROLS = 16

/** Returns text as UTF-8 without a mark at its begin; UTF-16, as PowerShell writes, is made that. @throws InputError where it is no text */
export async function* decoded(chunks: AsyncIterable<Buffer>, name: string): AsyncIterable<Buffer> {
  let decoder: TextDecoder | undefined
  let isFirst = true
  for await (const chunk of begun(chunks)) {
    let piece = chunk
    if (isFirst) {
      isFirst = false
      refuseOthers(piece, name)
      decoder = decoderOf(piece)
      if (piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) piece = piece.subarray(3)
      else if (decoder === undefined) refuseBinary(piece, name)
    }
    yield decoder === undefined ? piece : Buffer.from(decoder.decode(piece, { stream: true }))
  }
  const rest = decoder?.decode()
  if (rest) yield Buffer.from(rest)
}

function decoderOf(start: Buffer): TextDecoder | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le')
  return start[0] === 0xfe && start[1] === 0xff ? new TextDecoder('utf-16be') : undefined
}

function refuseOthers(start: Buffer, name: string): void {
  for (const [what, begins, at, unpack] of OTHERS)
    if (start.subarray(at, at + begins.length).equals(begins))
      throw new InputError(`${name} is ${what}: ${unpack} ${name === 'stdin' ? '…' : name} | lipservice analyze -`)
}

function refuseBinary(start: Buffer, name: string): void {
  const looked = start.subarray(0, LOOKED_AT)
  let controls = 0
  for (const byte of looked) if (byte < 32 && isControl(byte)) controls++
  if (controls >= FEWEST_CONTROLS && controls > looked.length * MOST_CONTROLS)
    throw new InputError(`${name} is no text: no lines of a log can be read of it`)
}

/** Zeros are left where a log was cut off while it was written; the others are blanks, ends of lines, and begins of colours. */
const isControl = (byte: number): boolean => (byte > 0 && byte < 7) || (byte > 13 && byte < 27) || byte > 27
