import bunyan from 'bunyan'

const logger = bunyan.createLogger({ name: 'shop' })
logger.info({ orderId: 4711 }, 'order 4711 placed')
logger.warn('stock service answers slowly')
logger.error(new TypeError('card declined'), 'payment failed')
