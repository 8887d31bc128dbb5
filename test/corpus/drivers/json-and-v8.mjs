import { failing, hex, integer, mail, name, pick, times, uuid, word } from '../seeded-values.mjs'

const document = () => JSON.stringify({ [word()]: integer(1, 999), id: uuid(), mail: mail(), tags: [word(), name()] })
const broken = [
  (text) => text.slice(0, integer(3, text.length)),
  (text) => text.replace('"', "'"),
  (text) => text.replace('{', `{${word()}:`),
  (text) => text.replace('}', `,}`),
  (text) => text.replace(':', ''),
  (text) => text.replace(',', ' '),
  (text) => text + word(),
  (text) => text.replace('["', `[${word()}"`),
  (text) => text.replace(':', ':\\'),
  (text) => text.replace('id', 'i\nd'),
  (text) => text.replace('id', 'i\\qd'),
  (text) => text.replace(/:\d+/, ':-'),
  (text) => text.replace(/\d+,/, '1.,'),
]
await times(130, (i) => failing(() => JSON.parse(broken[i % broken.length](document()))))
await times(60, () =>
  failing(() =>
    JSON.parse(
      pick([
        () => `<${word()}>`,
        () => word(),
        () => `[object Object]`,
        () => `${hex(5)} ${name()}`,
        () => `<html><title>${integer(500, 505)} Bad Gateway</title></html>`,
      ])(),
    ),
  ),
)

await times(40, () => failing(() => pick([undefined, null])[word()]))
await times(25, () =>
  failing(() => {
    pick([undefined, null])[word()] = 1
  }),
)
const run = (code) => new Function(code)
await times(25, () => failing(run(`const client = {}; client.${word()}.${word()}()`)))
await times(25, () => failing(run(`const client = { rows: [] }; client.${word()}()`)))
await times(20, () => failing(run(`return ${word()}${integer(1, 50)}`)))
await times(15, () => failing(run(`const ${word()}List = ${integer(1, 9)}; for (const x of ${'items'}) {}`)))
await times(15, () => failing(run(`const list = ${integer(1, 9)}; const [first] = list`)))
await times(15, () => failing(run(`new ${'Map'}.${word()}()`)))
await times(20, () => failing(run(`'use strict'; Object.freeze({ ${'a'}: 1, ${word()}: 2 }).a = 1`)))
await times(20, () => failing(run(`'use strict'; Object.freeze({})['${word()}${integer(1, 99)}'] = 1`)))
await times(15, () => failing(run(`${pick(['user', 'order', 'cart'])}; let user = 1, order = 2, cart = 3`)))
await times(12, () => failing(() => BigInt(integer(1, 1000) + 0.5)))
await times(12, () => failing(() => BigInt(word())))
await times(12, () => failing(() => new RegExp(`${word()}(`)))
await failing(() => new Array(-1))
await failing(function forever() {
  forever()
})
