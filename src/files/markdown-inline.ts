const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** What stands for an escaped character while marks are taken out: of the private use area, one for each ASCII character. */
const ESCAPED = 0xe000

/**
 * The words of a line of Markdown without its marks: emphasis, code, links, tags. Every pattern is bounded, so that no
 * line takes longer than its length asks for. `left` counts pictures.
 */
export function plainInline(line: string, left: { pictures: number }): string {
  return line
    .replace(/\\([!-/:-@[-`{-~])/g, (_, c: string) => String.fromCharCode(ESCAPED + c.charCodeAt(0)))
    .replace(/`{1,3}([^`]{1,2000})`{1,3}/g, '$1')
    .replace(/!\[[^[\]]{0,300}\](?:\([^()]{0,1000}\)|\[[^[\]]{0,100}\])/g, () => {
      left.pictures++
      return ''
    })
    .replace(/\[\^[^[\]\s]{1,50}\]/g, '')
    .replace(/\[([^[\]]{1,500})\]\([^()]{0,1000}\)/g, '$1')
    .replace(/<((?:https?:\/\/|mailto:)[^<>\s]{1,500})>/g, '$1')
    .replace(/<br\s{0,5}\/?>/gi, '\n')
    .replace(/<\/?[a-zA-Z][^<>]{0,300}>/g, '')
    .replace(/\*\*(?=\S)([^*]{1,2000})\*\*/g, '$1')
    .replace(/__(?=\S)([^_]{1,2000})__/g, '$1')
    .replace(/\*(?=\S)([^*\n]{1,2000})\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]{1,2000})_(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/~~(?=\S)([^~\n]{1,2000})~~/g, '$1')
    .replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
      if (name) return ENTITIES[name as string]!
      const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : (whole as string)
    })
    .replace(/[\ue000-\ue07f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - ESCAPED))
}

/** Text without HTML comments, each by one look for its end. */
export function withoutComments(text: string): { text: string; comments: number } {
  let out = ''
  let at = 0
  let comments = 0
  for (;;) {
    const from = text.indexOf('<!--', at)
    const to = from < 0 ? -1 : text.indexOf('-->', from + 4)
    if (to < 0) return { text: out + text.slice(at), comments }
    out += text.slice(at, from)
    at = to + 3
    comments++
  }
}
