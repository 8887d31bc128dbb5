import debug from 'debug'

const log = debug('shop:orders')
log('order %d placed', 4711)
log('stock service answers slowly: %o', { ms: 812 })
