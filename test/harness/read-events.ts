/** Reads a stream of events one by one; null at its end. */
export function eventsOf(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    cancel: () => reader.cancel(),
    async next(): Promise<{ event: string; data: Record<string, unknown> } | null> {
      while (!text.includes('\n\n')) {
        const { done, value } = await reader.read()
        if (done) return null
        text += value
      }
      const end = text.indexOf('\n\n')
      const [, event, data] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, end))!
      text = text.slice(end + 2)
      return { event: event!, data: JSON.parse(data!) as Record<string, unknown> }
    },
  }
}
