/** Reads server-sent events out of the pieces in which they arrive. Comments (heartbeats) are passed over. */
export function createEventReader(): (chunk: string) => { event: string; data: string }[] {
  let rest = ''
  return (chunk) => {
    const blocks = (rest + chunk).split(/\r?\n\r?\n/)
    rest = blocks.pop()!
    return blocks.flatMap((block) => {
      let event = 'message'
      const data: string[] = []
      for (const line of block.split(/\r?\n/)) {
        const [, name, value] = /^(\w+): ?(.*)$/s.exec(line) ?? []
        if (name === 'event') event = value!
        if (name === 'data') data.push(value!)
      }
      return data.length > 0 ? [{ event, data: data.join('\n') }] : []
    })
  }
}
