import { type Check, fields, flag, listOf, oneOf, record, text } from './fields.js'

const MAX_FILES = 64
const MAX_FILE_BYTES = 524_288
const MAX_ALL_BYTES = 2_097_152
const PATH = /^(?!(.*\/)?\.{1,2}(\/|$))[A-Za-z0-9._@-]+(\/[A-Za-z0-9._@-]+)*$/
const CODE = /\.[jt]sx?$/
/** PostHog bundles these, at versions of its own. */
const IMPORTS = new Set([
  'react',
  'react-dom',
  'react-dom/client',
  '@posthog/quill',
  'recharts',
  'lucide-react',
  'dayjs',
])
const FORBIDDEN: readonly (readonly [RegExp, string, string])[] = [
  [/\bimport\s*\(/, 'forbidden_dynamic_import', 'dynamic import() is not allowed'],
  [/\brequire\s*\(/, 'forbidden_require', 'require() is not allowed'],
  [/\bimportScripts\s*\(/, 'forbidden_import_scripts', 'importScripts() is not allowed'],
  [/<script\b/i, 'forbidden_inline_script', 'inline <script> is not allowed'],
]

/** A project of files, as PostHog's API takes it; a field that it does not know fails the test. */
export const projectFields: Check = fields({
  'schemaVersion!': oneOf(1),
  'files!': record,
  'entryHtml!': text,
  dependencies: record,
  canvasSdkVersion: text,
  capabilities: fields({
    'posthog!': fields({
      'insights!': listOf(text, 100),
      'inlineQueries!': flag,
      'captureEvents!': listOf(text, 100),
      state: listOf(oneOf('user', 'shared'), 2),
      actions: listOf(text, 32),
      agentRequests: flag,
    }),
    'network!': fields({ 'origins!': listOf(text, 20) }),
    connectors: listOf(record, 20),
  }),
})

interface Project {
  readonly files: Readonly<Record<string, unknown>>
  readonly entryHtml: string
  readonly dependencies?: object
  readonly capabilities?: { readonly posthog: { readonly inlineQueries: boolean; readonly state?: readonly string[] } }
}

/** What PostHog says is wrong with a project. */
export interface Diagnostic {
  readonly severity: 'error'
  readonly code: string
  readonly message: string
  readonly path?: string
}

/** Returns what PostHog finds in a project that it would not publish, by the rules of its validator. */
export function diagnosticsOf(project: Project): readonly Diagnostic[] {
  const { files, entryHtml, dependencies = {}, capabilities } = project
  const found: Diagnostic[] = []
  const error = (code: string, message: string, path?: string) =>
    found.push({ severity: 'error', code, message, ...(path === undefined ? {} : { path }) })
  if (entryHtml !== 'index.html') error('invalid_entry', 'entryHtml must be "index.html"')
  if (!Object.hasOwn(files, entryHtml)) error('missing_entry', 'entryHtml must name a file present in files')
  if (Object.keys(files).length > MAX_FILES) error('too_many_files', 'a source project may contain at most 64 files')
  if (JSON.stringify(project).length > MAX_ALL_BYTES) error('project_too_large', 'the source project is too large')
  for (const name of Object.keys(dependencies))
    if (!IMPORTS.has(name)) error('dependency_not_admitted', `dependency "${name}" is not platform-supported`)
  for (const [path, content] of Object.entries(files)) {
    if (!PATH.test(path) || typeof content !== 'string') {
      error('invalid_path', 'file paths must be relative, non-empty, and use forward slashes', path)
      continue
    }
    if (Buffer.byteLength(content) > MAX_FILE_BYTES) error('file_too_large', 'file exceeds the 512 KB limit', path)
    if (!CODE.test(path)) continue
    for (const [pattern, code, message] of FORBIDDEN) if (pattern.test(content)) error(code, message, path)
    for (const [, from, bare] of content.matchAll(/\bfrom\s*["']([^"']+)["']|\bimport\s*["']([^"']+)["']/g)) {
      const name = from ?? bare ?? ''
      if (!/^\.{0,2}\//.test(name) && !IMPORTS.has(name))
        error('import_not_allowed', `import of module "${name}" is not supported`, path)
    }
    const may = capabilities?.posthog
    if (/\bph\s*\.\s*query\s*\(/.test(content) && may?.inlineQueries !== true)
      error('capability_missing_inline_queries', 'ph.query() requires capabilities.posthog.inlineQueries: true', path)
    if (/\bph\s*\.\s*state\s*\./.test(content) && (may?.state ?? []).length === 0)
      error('capability_missing_state', 'ph.state requires its scopes in capabilities.posthog.state', path)
  }
  return found
}
