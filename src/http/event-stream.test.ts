import { describe, expect, it } from 'vitest'
import { eventStream } from './event-stream.ts'

describe('a stream of events', () => {
  const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text()
  it('beats while nothing comes', async () => {
    let go = () => {}
    async function* events() {
      await new Promise<void>((resolve) => {
        go = resolve
      })
      yield { event: 'late', data: 1 }
    }
    const reader = eventStream(events(), 5).getReader()
    const decoder = new TextDecoder()
    expect(decoder.decode((await reader.read()).value)).toBe(': \n\n')
    expect(decoder.decode((await reader.read()).value)).toBe(': \n\n')
    go()
    await expect.poll(async () => decoder.decode((await reader.read()).value)).toBe('event: late\ndata: 1\n\n')
  })

  it('ends with the code of a failure and none of its words', async () => {
    async function* events() {
      yield { event: 'progress', data: 1 }
      throw new Error('甲方机密')
    }
    expect(await text(eventStream(events()))).toBe(
      'event: progress\ndata: 1\n\nevent: error\ndata: {"code":"internal"}\n\n',
    )
  })
})
