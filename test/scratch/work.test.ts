import { it } from 'vitest'
import { createMessage, type Message } from '../../src/signature/message.js'
import { createScan } from '../../src/signature/scan.js'
import { createTokenBuffer } from '../../src/signature/token-buffer.js'
let reads = 0
const { bytes, ...rest } = createMessage()
const counted: Message = { ...rest, bytes: new Proxy(bytes, { get(target, index) { reads++; return target[Number(index)] } }) }
const { scan } = createScan(counted, createTokenBuffer())
function readsFor(text: string): number { reads = 0; scan(rest.load(text)); return reads }
it('x', () => {
  for (const u of ['{', 'a:', '{"', '`a:/', '[', '"', '"\\"', '{a:', '{"a":"b",', '[a,', "'a 'b ", '「', '「a ', '("', '{"msg":"', "{msg:'", '{a:{', '[[', '[{', '@a/', '@a', 'a@', 'arn:', 'a=', 'type=', 'in\n', 'a b:\n', '> 1\n', 'a in\n> 1\n','(1 ', '123 (a ', '+0100 (a', '\x1b]', '\x1b[', 'a.b ', 'aB', 'AbCdEfGhIjKl ', '/ ', '"a b', '{"a":{"b":[', '«', '“a', '{[', '[{"a":', '{x}','a:bbb1:ccc1:', '- a [1', '[12/', ' "GET /', "a'b", '{"a', 'msg="', 'de 1 ', '1 de '])
    console.log(JSON.stringify(u), [64, 128, 256].map((n) => (readsFor(u.repeat(n).slice(0, n)) / n).toFixed(1)).join(' '))
})
