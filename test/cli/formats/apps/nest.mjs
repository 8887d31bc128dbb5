import { ConsoleLogger } from '@nestjs/common'

const logger = new ConsoleLogger('OrdersService')
logger.log('order 4711 placed')
logger.warn('stock service answers slowly')
logger.error('payment failed', new TypeError('card declined').stack)
