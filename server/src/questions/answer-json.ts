const MAX_CHARACTERS = 32_768
/** Some models think aloud before, and some put a fence around. */
const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/
const FENCE = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/

/** Returns the JSON that a model answered with; `undefined`: it is none, or too long. */
export function answerJson(text: string): unknown {
  if (text.length > MAX_CHARACTERS) return undefined
  const bare = text.replace(THOUGHT, '')
  try {
    return JSON.parse(FENCE.exec(bare)?.[1] ?? bare)
  } catch {
    return undefined
  }
}
