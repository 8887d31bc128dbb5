export const DIRECTORY = {
  dir: { type: 'string', description: 'Spool directory (default: LIPSERVICE_SPOOL_DIR)', valueHint: 'FOLDER' },
} as const
export const ONE = {
  spool: {
    type: 'positional',
    description: 'A spool, by its name or the begin of it; without one, all',
    valueHint: 'SPOOL',
    required: false,
  },
} as const
