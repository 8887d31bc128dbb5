/** What `lipservice analyze` is compared with: reads a file, and parses each line by JSON.parse, in a process of its own. */
import { createReadStream } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

const decoder = new StringDecoder('utf8')
let rest = ''
let lines = 0
let levels = 0

function parse(line: string): void {
  lines++
  levels += (JSON.parse(line) as { level: number }).level
}

for await (const chunk of createReadStream(process.argv[2]!, { highWaterMark: 1 << 20 })) {
  const text = decoder.write(chunk as Buffer)
  let from = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    parse(rest === '' ? text.slice(from, at) : rest + text.slice(from, at))
    rest = ''
    from = at + 1
  }
  rest += text.slice(from)
}
console.log(JSON.stringify({ lines, levels }))
