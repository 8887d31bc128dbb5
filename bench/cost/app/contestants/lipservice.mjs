import { configure, loggingBy } from './lipservice-logging.mjs'

export const about = { packages: ['lipservice'], note: '90 % dropped; masked, gzip' }

export const open = async (setting) => loggingBy(configure(setting))
