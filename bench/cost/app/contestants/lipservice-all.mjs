import { configure, KEEP_ALL, loggingBy } from './lipservice-logging.mjs'

export const about = { packages: ['lipservice'], note: 'all kept; masked, gzip' }

export const open = async (setting) => loggingBy(configure(setting, KEEP_ALL))
