/** The first 256 bytes, cut at the last white space in their second half or behind them; else behind the last whole character. */
export function firstBytes(text: string): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= 256) return text
  for (let end = 256; end > 128; end--) {
    if (' \t\n\r\v\f'.includes(String.fromCharCode(bytes[end]!))) return bytes.toString('utf8', 0, end)
  }
  let end = 256
  while ((bytes[end]! & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}
