// A default Nest app without decorators' syntax: start-up lines, a line and an error of a controller, and an exception that nobody caught.
await load('reflect-metadata')
const { Controller, Get, Logger, Module } = await load('@nestjs/common')
const { NestFactory } = await load('@nestjs/core')

class Orders {
  logger = new Logger('Orders')
  list() {
    this.logger.log('orders listed')
    this.logger.error('payment failed', new TypeError('declined').stack)
    return []
  }
  fail() {
    throw new Error('nobody caught this')
  }
}
for (const [method, path] of [
  ['list', ''],
  ['fail', 'fail'],
]) {
  Get(path)(Orders.prototype, method, Object.getOwnPropertyDescriptor(Orders.prototype, method))
}
Controller('orders')(Orders)
class App {}

async function options() {
  switch (process.env.APP_LOGGER) {
    case 'wrapped': {
      const { ConsoleLogger } = await load('@nestjs/common')
      const { configureAdaptiveLogging } = await load('lipservice')
      const { wrapNestLogger } = await load('lipservice/nest')
      configureAdaptiveLogging({ serviceName: 'nest' })
      return { logger: wrapNestLogger(new ConsoleLogger()) }
    }
    case 'pino':
      return { bufferLogs: true }
    default:
      return {}
  }
}

const byPino = process.env.APP_LOGGER === 'pino' ? await load('nestjs-pino') : undefined
Module({
  controllers: [Orders],
  imports: byPino ? [byPino.LoggerModule.forRoot({ pinoHttp: { autoLogging: false } })] : [],
})(App)
const app = await NestFactory.create(App, await options())
if (byPino) app.useLogger(app.get(byPino.Logger))
await app.listen(0, '127.0.0.1')
const url = await app.getUrl()
await fetch(`${url}/orders`)
await fetch(`${url}/orders/fail`)
await app.close()
