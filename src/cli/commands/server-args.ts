/** Arguments of commands that ask a LipService server. Its key comes from LIPSERVICE_API_KEY alone: what is on a command line, others see. */
export const SERVER = {
  url: { type: 'string', description: 'LipService server (default: LIPSERVICE_URL)', valueHint: 'URL' },
  service: { type: 'string', description: 'Name of the service (default: OTEL_SERVICE_NAME)', valueHint: 'NAME' },
} as const
