/** Enough to know what a source is. */
const ENOUGH = 6

/** Hands pieces on, the first of which is large enough to know by it what they are of, if there is so much. */
export async function* begun(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let held: Buffer | undefined = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (held === undefined) yield chunk
    else if (held.length + chunk.length < ENOUGH) held = Buffer.concat([held, chunk])
    else {
      yield held.length === 0 ? chunk : Buffer.concat([held, chunk])
      held = undefined
    }
  }
  if (held !== undefined && held.length > 0) yield held
}
