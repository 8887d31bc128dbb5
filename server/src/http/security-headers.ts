import { secureHeaders } from 'hono/secure-headers'

/**
 * The page runs its own scripts and nothing else, talks to its own server alone, and is in no frame; no text becomes markup
 * (`trusted-types`). What it shows was written by anybody who makes an app log.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

/**
 * Headers of all answers, unless the answer has its own. Whether this host is reached by TLS alone, with all below it, is for the
 * proxy to say that does the TLS: no `strict-transport-security`.
 */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
  overwrite: false,
})
