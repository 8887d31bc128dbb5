import { DatabaseSync } from 'node:sqlite'
import { failing, integer, mail, name, pick, times, word } from '../seeded-values.mjs'

const database = new DatabaseSync(':memory:')
const table = () => `${word()}s`
for (const each of ['users', 'orders', 'carts']) {
  database.exec(
    `create table ${each} (id integer primary key, mail text unique, age integer not null, name text not null, check (age > 0)) strict`,
  )
}
database.exec('create view admins as select * from users; pragma foreign_keys = on')
database.exec('create table sessions (user integer references users (id))')
const mine = () => pick(['users', 'orders', 'carts'])
const wrong = [
  () => `select * from ${table()}_${integer(1, 50)}`,
  () => `select ${word()}_${pick(['id', 'name', 'at'])} from ${mine()}`,
  () => `insert into ${mine()} (${word()}, age) values (1, 2)`,
  () => `insert into ${mine()} values (${integer(1, 9)}, '${mail()}')`,
  () => `insert into ${mine()} (${pick(['name', 'age'])}) values (${integer(1, 99)})`,
  () => `insert into ${mine()} (age, name) values ('${name()}', 'x')`,
  () => `insert into ${mine()} (age, name) values (-${integer(1, 99)}, 'x')`,
  () => `selct ${word()} from ${mine()}`,
  () => `select * form ${mine()}`,
  () => `select * from ${mine()} where ${pick([')', 'order', '=', 'group', 'limit'])}`,
  () => `select ${word()}_of(${integer(1, 9)}) from ${mine()}`,
  () => `select abs(${integer(1, 9)}, 2), ${pick(['upper', 'length', 'lower'])}(1, 2, 3)`,
  () => `create table ${mine()} (id)`,
  () => `drop index ${word()}_index_${integer(1, 99)}`,
  () => `select id from users a, ${pick(['orders', 'carts'])} b`,
  () => `select 1 from ${mine()} where ${pick(['sum', 'count', 'max'])}(id) > 1`,
  () => `select id from ${mine()} order by ${integer(2, 99)}`,
  () => `alter table ${mine()} add column ${pick(['mail', 'name', 'age'])} text`,
  () => `select * from ${mine()} order by mail collate ${word()}`,
  () => `select '${name()}`,
  () => `select # from ${mine()}`,
  () => `update admins set ${pick(['name', 'mail'])} = 1`,
  () => `insert into sessions values (${integer(1, 999)})`,
  () => `select * from ${mine()} where`,
]
await times(wrong.length * 22, (i) => failing(() => database.exec(wrong[i % wrong.length]())))
database.exec(`insert into users values (1, 'a', 2, 'x'); insert into orders values (1, 'a', 2, 'x')`)
await times(12, () =>
  failing(() =>
    database.exec(`insert into ${pick(['users', 'orders'])} values (${pick(["1, 'b'", "2, 'a'"])}, 1, 'x')`),
  ),
)
await times(9, () => failing(() => database.prepare('select ?, ?').run({ [word()]: 1 })))
await times(9, () =>
  failing(() => database.prepare('select $a').run(pick([{ [`${word()}`]: 1 }, Symbol.iterator, () => {}]))),
)
await times(3, () => failing(() => new DatabaseSync(`/nowhere/${word()}.db`)))
database.close()
await failing(() => database.exec('select 1'))
