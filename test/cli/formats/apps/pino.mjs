import pino from 'pino'

const logger = pino({ name: 'shop' }, pino.destination({ sync: true }))
logger.info({ orderId: 4711 }, 'order 4711 placed')
logger.debug('not written')
logger.warn({ ms: 812 }, 'stock service answers slowly')
logger.error(new TypeError('card declined'), 'payment failed')
logger.child({ requestId: 'r-1' }).info('order %d placed', 4712)
