import openapiTs, { astToString } from 'openapi-typescript'

/** Where the types stand. */
export const SCHEMA = new URL('src/api/schema.ts', import.meta.url)

/** Returns the types of an OpenAPI document, as text. */
export async function schemaText(document: unknown): Promise<string> {
  const types = astToString(await openapiTs(JSON.stringify(document)))
  return `// Made by \`npm run types --workspace dashboard\` from the server's /openapi.json.\n${types}`
}
