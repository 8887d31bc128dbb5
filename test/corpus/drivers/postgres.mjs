const { PGlite } = await import('@electric-sql/pglite')
const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket')
const { default: pg } = await import('pg')
const { default: knex } = await import('knex')

import { failing, integer, mail, name, pick, times, uuid, word } from '../seeded-values.mjs'

// Postgres itself, in WebAssembly, behind the protocol that pg speaks. Its errors name the line of its C source.
const db = await PGlite.create()
const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1' })
await server.start()
const port = Number(server.getServerConn().split(':').at(-1))
const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', password: 'x' })
client.on('notice', (notice) => globalThis.corpus.error(notice))
await client.connect()
for (const table of ['users', 'orders', 'carts']) {
  await client.query(
    `create table ${table} (id int primary key, mail text unique, age int not null check (age > 0), at timestamptz, token uuid, kind varchar(8))`,
  )
  await client.query(`insert into ${table} values (1, 'a', 1)`)
}
await client.query("create table sessions (id int references users (id)); create type mood as enum ('ok', 'bad')")
const mine = () => pick(['users', 'orders', 'carts'])
const wrong = [
  () => `select * from ${word()}s_${integer(1, 99)}`,
  () => `select ${word()}_at from ${mine()}`,
  () => `select u.${word()}_at from ${mine()} u`,
  () => `select x.id from ${mine()}`,
  () => `insert into ${mine()} (${word()}_id) values (1)`,
  () => `insert into ${mine()} values (1, '${mail()}', 2)`,
  () => `insert into ${mine()} values (${integer(2, 99)}, 'a', 2)`,
  () => `insert into ${mine()} (id) values (${integer(2, 99)})`,
  () => `insert into ${mine()} values (${integer(2, 99)}, '${mail()}', -${integer(1, 99)})`,
  () => `insert into sessions values (${integer(2, 999)})`,
  () => `delete from users where id in (select id from users) and ${pick(['age', 'name'])} = 'x'`,
  () => `select '${name()}'::int`,
  () => `select '${word()}'::uuid, '${uuid()}'`,
  () => `select '${word()}'::timestamptz`,
  () => `select '2024-${integer(13, 99)}-${integer(32, 99)}'::date`,
  () => `select '{"${word()}": ${word()}}'::json`,
  () => `select '${word()}'::mood`,
  () => `selct ${word()}`,
  () => `select * form ${mine()}`,
  () => `select * from ${mine()} where`,
  () => `select ${word()}(${integer(1, 9)})`,
  () => `select '${word()}' + ${integer(1, 99)} + now()`,
  () => `select ${integer(1, 99)} / 0`,
  () => `select ${integer(2e9, 4e9)}::int4 * ${integer(1, 9)}`,
  () => `select ${integer(40_000, 99_999)}::int2`,
  () => `create table ${mine()} (id int)`,
  () => `drop table ${word()}_${integer(1, 99)}`,
  () => `drop table if exists ${word()}_${integer(1, 99)}`,
  () => `create table if not exists ${mine()} (id int)`,
  () => `drop index ${word()}_index`,
  () => `alter table ${mine()} drop column ${word()}_${integer(1, 99)}`,
  () => `alter table ${mine()} add column ${pick(['mail', 'age', 'at'])} text`,
  () => `select id from users, ${pick(['orders', 'carts'])}`,
  () => `select age, count(*) from ${mine()} group by ${pick(['mail', 'id', 'kind'])} having max(at) > 1`,
  () => `select ${pick(['mail', 'kind'])}, count(*) from ${mine()}`,
  () => `insert into ${mine()} (id, age, kind) values (${integer(3, 99)}, 1, '${uuid()}')`,
  () => `set ${word()}_size = 5`,
  () => `set work_mem = '${word()}'`,
  () => `savepoint ${word()}`,
  () => `rollback to ${word()}`,
  () => `execute ${word()}_${integer(1, 99)}`,
  () => `drop role ${name().toLowerCase()}`,
  () => `create extension ${word()}`,
  () => `do $$ begin raise notice 'moved % of %', ${integer(1, 99)}, '${word()}'; end $$`,
  () => `truncate users`,
  () => `select substring('x', 1, -${integer(1, 9)})`,
]
await times(wrong.length * 14, (i) => failing(() => client.query(wrong[i % wrong.length]())))
await failing(() => client.query('select $1::int', []))
await times(6, () => failing(() => client.query('select $1::int, $2::int', [1])))
await client.end()
await failing(() => client.query('select 1'))

const sink = (text) => typeof text === 'string' && globalThis.corpus.recordHere(text)
const log = Object.fromEntries(['warn', 'error', 'deprecate', 'debug'].map((level) => [level, sink]))
const q = knex({
  client: 'pg',
  connection: { host: '127.0.0.1', port, user: 'postgres', database: 'postgres', password: 'x' },
  log,
  pool: { min: 0, max: 1 },
})
await times(20, () =>
  q(mine())
    .where('id', integer(1, 99))
    .select(pick(['mail', 'age', '*']))
    .limit(integer(1, 9)),
)
await times(10, () => failing(() => q(mine()).where(word(), undefined)))
await times(10, () => failing(async () => q(mine())[pick(['where', 'join'])]('id', word(), integer(1, 9)).toString()))
await times(5, () => failing(async () => q.schema.createTable(word(), (t) => t.enum(word())).toString()))
await q.transaction(async (t) => t('users').select('id'))
await q.destroy()
await failing(() => q('users').select('id'))
await failing(() => knex({ client: word() }))
await server.stop()
process.exit(0)
