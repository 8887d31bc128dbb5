/**
 * What blocks of the documentation may use without saying where it comes from, and how a test provides it: one row a name. A block
 * that uses another name fails its type check.
 */
export const FREE_NAMES: Readonly<Record<string, string>> = {
  /** The root module of a NestJS app. */
  AppModule: `await import('@nestjs/common').then(({ Module }) => {
    const app = class {};
    Module({})(app);
    return app;
  })`,
  /** An exporter of OpenTelemetry's own, to the test's backend. */
  exporter: `new (await import('@opentelemetry/exporter-logs-otlp-http')).OTLPLogExporter()`,
  /** The provider of an OpenTelemetry SDK that the app has set up. It exports at once, to the test's backend. */
  provider: `new (await import('@opentelemetry/sdk-logs')).LoggerProvider({ processors: [
    new (await import('@opentelemetry/sdk-logs')).SimpleLogRecordProcessor({
      exporter: new (await import('@opentelemetry/exporter-logs-otlp-http')).OTLPLogExporter() }) ] })`,
}
