import winston from 'winston'

const { combine, timestamp, errors, json } = winston.format
const logger = winston.createLogger({
  defaultMeta: { service: 'shop' },
  format: combine(timestamp(), errors({ stack: true }), json()),
  transports: [new winston.transports.Console()],
})
logger.info('order 4711 placed', { orderId: 4711 })
logger.warn('stock service answers slowly', { ms: 812 })
logger.error('payment failed', new TypeError('card declined'))
