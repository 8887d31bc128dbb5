export const INIT_LOGGERS = ['pino', 'winston', 'nest', 'console', 'opentelemetry', 'none'] as const
export type InitLogger = (typeof INIT_LOGGERS)[number]

export const FRAMEWORKS = ['express', 'fastify', 'nest', 'next', 'none'] as const
export type Framework = (typeof FRAMEWORKS)[number]

/** What init has to know. */
export interface Answers {
  /** `none`: no code, the app is started with us. */
  readonly logger: InitLogger
  readonly framework: Framework
  /** Address of a LipService server; `undefined`: none, each process adapts by itself. */
  readonly server: string | undefined
}
