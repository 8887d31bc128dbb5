import 'reflect-metadata'
import {
  BadRequestException,
  Controller,
  Get,
  HttpException,
  Inject,
  Injectable,
  Logger,
  Module,
  NotFoundException,
  Param,
  ParseEnumPipe,
  ParseIntPipe,
  ParseUUIDPipe,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { failing, hex, integer, pick, times, uuid, word } from '../seeded-values.mjs'

const sink = (message) =>
  message instanceof Error ? globalThis.corpus.error(message) : globalThis.corpus.recordHere(String(message))
const logger = Object.fromEntries(['log', 'error', 'warn', 'debug', 'verbose', 'fatal'].map((level) => [level, sink]))
const capital = () => word().replace(/^./, (letter) => letter.toUpperCase())

function controllerOf(prefix, service) {
  const log = new Logger('Orders')
  class Any {
    constructor(it) {
      this.it = it
    }
    one(id) {
      log.log(`Loading order ${id} from the ${pick(['cache', 'database'])}`)
      return { id }
    }
    fail(id) {
      if (id > 60) throw new NotFoundException(`Order ${id} was not found`)
      if (id > 30) throw new HttpException(`Order ${id} is locked by ${word()}`, 423)
      return undefined[word()]
    }
    other(id) {
      throw new BadRequestException(id)
    }
  }
  Object.defineProperty(Any, 'name', { value: `${capital()}sController` })
  const add = (name, target, ...pipes) => {
    Get(target)(Any.prototype, name, Object.getOwnPropertyDescriptor(Any.prototype, name))
    Param('id', ...pipes)(Any.prototype, name, 0)
  }
  add('one', `:id`, new ParseUUIDPipe())
  add('fail', 'fail/:id', new ParseIntPipe())
  add('other', 'kind/:id', new ParseEnumPipe({ A: 'a', B: 'b' }))
  Controller(prefix)(Any)
  if (service) Inject(service)(Any, undefined, 0)
  return Any
}
function moduleOf(name, definition) {
  const it = class {}
  Object.defineProperty(it, 'name', { value: `${name}Module` })
  Module(definition)(it)
  return it
}
const imports = []
await times(12, () => imports.push(moduleOf(capital(), { controllers: [controllerOf(`${word()}s-${hex(2)}`)] })))
imports.push(moduleOf('Orders', { controllers: [controllerOf('orders')] }))
const app = await NestFactory.create(moduleOf('App', { imports }), { logger })
app.enableShutdownHooks()
await app.listen(0)
const url = await app.getUrl()
const bodies = []
const send = async (path) => bodies.push(await (await fetch(url + path)).json())
await times(30, () => send(`/orders/${uuid()}`))
await times(40, () => send(`/orders/fail/${integer(1, 90)}`))
await times(10, () => send(`/orders/${word()}`))
await times(10, () => send(`/orders/fail/${word()}`))
await times(10, () => send(`/orders/kind/${word()}`))
await app.close()
for (const { message } of bodies)
  if (/^Validation failed/.test(message)) globalThis.corpus.record(message, `@nestjs/common/pipes ${message}`)

await times(12, () => {
  class Missing {}
  Object.defineProperty(Missing, 'name', { value: `${capital()}Service` })
  Injectable()(Missing)
  const failed = moduleOf(capital(), { controllers: [controllerOf(word(), Missing)] })
  return failing(() => NestFactory.create(failed, { logger, abortOnError: false }))
})
await times(4, () =>
  failing(() => NestFactory.create(moduleOf(capital(), { imports: [undefined] }), { logger, abortOnError: false })),
)
process.exit(0)
