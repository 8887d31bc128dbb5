import { randomBytes } from 'node:crypto'

const BYTES = 32
const FORMAT = /^[\w-]{43}$/

/** Returns 256 random bits as text for cookies and links: an id of a session, or a code to log in with. */
export const newSecret = (): string => randomBytes(BYTES).toString('base64url')

export const isSecret = (text: string): boolean => FORMAT.test(text)
