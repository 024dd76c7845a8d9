import { describe, expect, it } from 'vitest'
import { createEventReader } from './event-reader.ts'

describe('server-sent events', () => {
  const STREAM = ': heartbeat\n\nevent: progress\ndata: {"done":1}\n\ndata: a\ndata: b\r\n\r\nevent: done\ndata: {}\n\n'
  const EVENTS = [
    { event: 'progress', data: '{"done":1}' },
    { event: 'message', data: 'a\nb' },
    { event: 'done', data: '{}' },
  ]

  it('are read wherever the pieces were cut', () => {
    expect(createEventReader()(STREAM)).toEqual(EVENTS)
    for (let at = 1; at < STREAM.length; at++) {
      const read = createEventReader()
      expect([...read(STREAM.slice(0, at)), ...read(STREAM.slice(at))]).toEqual(EVENTS)
    }
  })

  it('are not given before they are whole', () => {
    const read = createEventReader()
    expect(read('event: done\ndata: {}\n')).toEqual([])
    expect(read('\n')).toHaveLength(1)
  })
})
