import Joi from 'joi'
import { load } from 'js-yaml'
import mongoose from 'mongoose'
import { failing, hex, integer, mail, name, pick, times, word } from '../seeded-values.mjs'

const schema = Joi.object({
  name: Joi.string()
    .min(3)
    .max(20)
    .pattern(/^[a-z]+$/),
  mail: Joi.string().email(),
  age: Joi.number().integer().min(18).max(120),
  id: Joi.string().guid(),
  role: Joi.string().valid('admin', 'guest'),
  tags: Joi.array().items(Joi.string()).max(2).unique(),
  at: Joi.date().greater('2024-01-01'),
  site: Joi.string().uri(),
  active: Joi.boolean(),
  port: Joi.number().port(),
  key: Joi.string().hex().length(8),
  a: Joi.any(),
  b: Joi.any(),
})
  .xor('a', 'b')
  .required()
const values = [
  () => integer(1, 999),
  () => word(),
  () => name(),
  () => hex(40),
  () => -integer(1, 99),
  () => integer(1, 99) / 7,
  () => null,
  () => '',
  () => [],
  () => [1, 2],
  () => [word(), word(), word()],
  () => ({}),
  () => `${word()} x`,
  () => ['a', 'a'],
  () => '2020-01-01',
]
// Joi makes the text of every error in one line, from a table of templates by the error's type.
await times(500, () => {
  const key = pick(['name', 'mail', 'age', 'id', 'role', 'tags', 'at', 'site', 'active', 'port', 'key', `${word()}Id`])
  const { error } = schema.validate(
    { [key]: pick(values)(), ...pick([{ a: 1 }, { a: 1 }, { a: 1 }, {}, { a: 1, b: 2 }]) },
    { abortEarly: false },
  )
  for (const { message, type } of error?.details ?? []) globalThis.corpus.record(message, `joi/${type}`)
})

const of = (extra) =>
  new mongoose.Schema({
    name: { type: String, required: true, minlength: 3, maxlength: 20 },
    age: { type: Number, min: 1, max: 120 },
    role: { type: String, enum: ['admin', 'guest'] },
    owner: mongoose.Types.ObjectId,
    at: Date,
    tags: [Number],
    mail: { type: String, match: /@/ },
    ...extra,
  })
mongoose.set('bufferCommands', false)
const models = ['User', 'Order', 'Cart'].map((each) => mongoose.model(each, of()))
await times(250, () => {
  const document = new (pick(models))({
    name: pick([() => name(), () => hex(30), () => 'x', () => undefined])(),
    [pick(['age', 'role', 'owner', 'at', 'tags', 'mail'])]: pick(values)(),
  })
  const error = document.validateSync()
  if (!error) return
  globalThis.corpus.error(error)
  for (const each of Object.values(error.errors)) {
    // A ValidatorError takes its text from a table by its kind.
    if (each.name === 'ValidatorError')
      globalThis.corpus.record(each.message, `mongoose/lib/error/messages.js:${each.kind}`)
    else globalThis.corpus.error(each)
  }
})
await times(30, () => failing(() => pick(models).findById(pick([hex(9), integer(1, 99), {}]))))
await times(8, () => failing(() => pick(models).findOne({ age: word() })))
await times(8, () => failing(() => mongoose.model(word())))
await times(8, () => failing(() => mongoose.model('User', of())))
await times(8, () =>
  failing(() =>
    mongoose.connect(pick([`${word()}://localhost`, `mongodb://${word()} x`, `mongodb://127.0.0.1/?${word()}=1`]), {
      serverSelectionTimeoutMS: 50,
    }),
  ),
)
await times(6, () =>
  failing(() =>
    mongoose
      .createConnection(`mongodb://127.0.0.1:${integer(2, 900)}/${word()}`, { serverSelectionTimeoutMS: 50 })
      .asPromise(),
  ),
)
await times(8, () => failing(() => of({ [word()]: word() })))
await times(8, () => failing(() => of({ on: String, [word()]: { type: mail() } })))
await times(8, () => failing(() => of().path('age').set(word())))
await times(8, () => failing(() => new (pick(models))({ name: 'abc' }).set(word(), 1, { strict: 'throw' })))
await times(8, () => failing(() => new mongoose.Types.ObjectId(pick([word(), hex(9)]))))

const yaml = [
  () => `${word()}: [${word()}`,
  () => `${word()}:\n\t- ${word()}`,
  () => `a: ${word()}: ${word()}`,
  () => `${word()}: 1\n${'x'}: 2\nx: ${integer(1, 9)}`,
  () => `- !${word()} x`,
  () => `a: *${word()}`,
  () => `"${name()}`,
  () => `a: {b: ${integer(1, 9)}`,
  () => `a: "\\${pick(['q', 'y', 'k'])}"`,
  () => `%YAML ${integer(2, 9)}.0\n---\na`,
]
await times(yaml.length * 9, (i) => failing(() => load(yaml[i % yaml.length]())))
process.exit(0)
