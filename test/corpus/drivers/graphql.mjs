import { buildSchema, graphqlSync, parse, validate, validateSchema } from 'graphql'
import { failing, hex, integer, name, pick, times, word } from '../seeded-values.mjs'

const sdl = `
  enum Size { SMALL LARGE }
  input Filter { name: String!, size: Size, limit: Int }
  interface Node { id: ID! }
  type User implements Node { id: ID!, name: String, orders(first: Int!, filter: Filter): [Order!]! }
  type Order implements Node { id: ID!, total: Float, owner: User }
  union Result = User | Order
  type Query { user(id: ID!): User, order(id: ID!): Order, search(text: String!, filter: Filter): [Result] }
  type Mutation { rename(id: ID!, name: String!): User }`
const schema = buildSchema(sdl)
const type = () => `${word()[0].toUpperCase()}${word()}`
const wrong = [
  () => `{ ${word()}${integer(1, 9)} }`,
  () => `{ user(id: 1) { ${word()}_${integer(1, 99)} } }`,
  () => `{ user(id: 1, ${word()}: ${integer(1, 9)}) { id } }`,
  () => `{ user { id } }`,
  () => `{ user(id: 1) { orders { id } } }`,
  () => `{ user(id: 1) }`,
  () => `{ user(id: 1) { name { ${word()} } } }`,
  () => `{ user(id: 1) { orders(first: "${name()}") { id } } }`,
  () => `{ search(text: ${integer(1, 999)}) { __typename } }`,
  () => `{ search(text: "x", filter: { ${word()}: 1 }) { __typename } }`,
  () => `{ search(text: "x", filter: { name: "a", size: ${word().toUpperCase()} }) { __typename } }`,
  () => `{ search(text: "x") { ...on ${type()} { id } } }`,
  () => `{ user(id: 1) { ...on Order { id } } }`,
  () => `{ user(id: 1) { ...${word()}Fields } }`,
  () => `fragment ${word()}Fields on User { id } { user(id: 1) { id } }`,
  () => `query q($${word()}: Int) { user(id: 1) { id } }`,
  () => `{ user(id: $${word()}) { id } }`,
  () => `query ${word()}Query { user(id: $${word()}) { id } }`,
  () => `query q($a: ${type()}) { user(id: $a) { id } }`,
  () => `query q($id: ${pick(['Int', 'Float', 'Size'])}) { user(id: $id) { id } }`,
  () => `{ user(id: 1) { id @${word()} } }`,
  () => `{ user(id: 1) { id @include } }`,
  () => `query @skip(if: true) { user(id: 1) { id } }`,
  () => `query a { user(id: 1) { id } } query a { order(id: 1) { id } }`,
  () => `{ x: user(id: ${integer(1, 50)}) { id } x: user(id: ${integer(50, 99)}) { id } }`,
  () => `{ x: user(id: 1) { id } x: order(id: 1) { id } }`,
  () => `subscription { ${word()} }`,
  () => `query q($a: User) { user(id: $a) { id } }`,
  () => `{ user(id: 1, id: 2) { id } }`,
  () => `fragment A on User { ...A } { user(id: 1) { ...A } }`,
  () => `fragment A on Size { id } { user(id: 1) { ...A } }`,
  () => `${'{ user(id: 1)'} { `,
  () => `{ ${word()}(`,
  () => `{ user(id: "${name()}) { id } }`,
  () => `${word()} { id }`,
  () => `{ user(id: ${integer(1, 9)}.) { id } }`,
  () => `{ user(id: 0${integer(1, 9)}) { id } }`,
  () => `{ ?${word()} }`,
  () => `{ user(id: "\\${pick(['q', 'x', 'u00'])}") { id } }`,
  () => `{ user(id: 1) { id } } type ${type()} { id: ID }`,
]
await times(wrong.length * 16, (i) =>
  failing(() => {
    for (const error of validate(schema, parse(wrong[i % wrong.length]()))) globalThis.corpus.error(error)
  }),
)
const broken = [
  () => `type Query { a: ${type()} }`,
  () => `type Query { a: Int } type ${word()} { __${word()}: Int }`,
  () => `type Query { a: Int } type A { b: Int } type A { c: Int }`,
  () => `type Query { a: Int, a: Int }`,
  () => `interface N { id: ID! } type Query implements N { ${word()}: Int }`,
  () => `interface N { id: ID! } type Query implements N { id: ${pick(['Int', 'String'])} }`,
  () => `type Query { a: Int } union U = ${pick(['Int', 'String'])}`,
  () => `type Query { a: Int } enum E { A A }`,
  () => `type ${type()} { a: Int }`,
  () => `type Query { a: Int } extend type ${type()} { b: Int }`,
  () => `type Query { a(x: Query): Int }`,
]
await times(broken.length * 8, (i) =>
  failing(() => {
    for (const error of validateSchema(buildSchema(broken[i % broken.length]()))) globalThis.corpus.error(error)
  }),
)
const resolved = [
  () => ({ user: { id: null } }),
  () => ({ user: { id: { [word()]: 1 } } }),
  () => ({ user: { id: 1, orders: integer(1, 99) } }),
  () => ({ user: { id: 1, orders: [null] } }),
  () => ({ order: { id: 1, total: hex(6) } }),
  () => ({ search: [{ id: integer(1, 99) }] }),
]
await times(resolved.length * 8, (i) => {
  const source =
    '{ user(id: 1) { id orders(first: 1) { id } } order(id: 2) { total } search(text: "a") { __typename } }'
  for (const error of graphqlSync({ schema, source, rootValue: resolved[i % resolved.length]() }).errors ?? [])
    globalThis.corpus.error(error)
})
await times(30, () => {
  const source = 'query q($id: ID!, $n: Int!, $f: Filter) { user(id: $id) { orders(first: $n, filter: $f) { id } } }'
  const variableValues = pick([
    () => ({}),
    () => ({ id: 1, n: name() }),
    () => ({ id: 1, n: integer(3e9, 4e9) }),
    () => ({ id: 1, n: 1, f: { [word()]: 1 } }),
    () => ({ id: 1, n: 1, f: { name: 'a', size: word() } }),
    () => ({ id: {}, n: null }),
  ])()
  for (const error of graphqlSync({ schema, source, variableValues }).errors ?? []) globalThis.corpus.error(error)
})
