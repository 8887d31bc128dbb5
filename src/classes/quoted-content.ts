const WORD_START = '(?<![\\p{L}\\p{N}])'

/** After these comes what somebody looked for or said, to the end. */
const SAYS = new RegExp(
  `${WORD_START}(?:search(?:ed|es|ing)? (?:for|quer(?:y|ies)|terms?)|quer(?:y|ying) for|looking for|user[ _-]?agent|said|says|typed|wrote|asked|keywords?|suggested)(?![\\p{L}\\p{N}])`,
  'iu',
)
/** After these and a colon, or `set to`, comes a text. */
const HOLDS = new RegExp(
  `${WORD_START}(?:comments?|messages?|titles?|subject|body|text|notes?|reviews?|description|question|answer|prompt|feedback|content|caption|bio|quer(?:y|ies)|search|tags?|topic|summary|article|headline|post)(?![\\p{L}\\p{N}])[^:=]{0,40}?(?::| (?:set|changed|updated|renamed) to )`,
  'iu',
)

/** Returns a template without the text of a person in it: a search, a comment. What that is about is not what happened. */
export function withoutContent(template: string): string {
  const ends = [SAYS, HOLDS].map((pattern) => pattern.exec(template)).filter((match) => match !== null)
  const end = Math.min(template.length, ...ends.map(({ index, 0: { length } }) => index + length))
  return template.slice(0, end)
}
