import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decision, fakeApp } from './fakes.ts'

let fakes: Awaited<ReturnType<typeof fakeApp>>
let server: ReturnType<typeof createAdaptorServer>
let port: number

beforeEach(async () => {
  fakes = await fakeApp()
  fakes.triage.on.triage = async () => ({ decision, replayed: false })
  server = createAdaptorServer({ fetch: fakes.app.fetch })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

/** Over a real socket; chunked when no length is given. */
function send(chunks: Uint8Array[], headers: Record<string, string | number>) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const outgoing = request({ port, path: '/v1/triage', method: 'POST', headers, agent: false }, (incoming) => {
      let body = ''
      incoming
        .setEncoding('utf8')
        .on('data', (s) => (body += s))
        .on('end', () => resolve({ status: incoming.statusCode!, body }))
    })
    outgoing.on('error', reject)
    for (const chunk of chunks) outgoing.write(chunk)
    outgoing.end()
  })
}
const json = { 'content-type': 'application/json' }
const good = new TextEncoder().encode('{"text":"退款一直没到"}')

it('answers over a socket, whole or chunked', async () => {
  for (const headers of [json, { ...json, 'content-length': good.length }]) {
    const { status, body } = await send([good.slice(0, 10), good.slice(10)], headers)
    expect([status, JSON.parse(body)]).toEqual([200, decision])
  }
})

it('lets the caller read the refusal of a body that is too large, both ways', async () => {
  const chunks = Array.from({ length: 40 }, () => new Uint8Array(4096).fill(0x61))
  for (const headers of [json, { ...json, 'content-length': 40 * 4096 }]) {
    const { status, body } = await send(chunks, headers)
    expect([status, JSON.parse(body)]).toMatchObject([413, { code: 'payload_too_large' }])
  }
})

it('reads no body, an empty one and one without a type', async () => {
  expect(JSON.parse((await send([], {})).body)).toMatchObject({ code: 'missing_body' })
  expect(JSON.parse((await send([], { ...json, 'content-length': 0 })).body)).toMatchObject({ code: 'missing_body' })
  expect(JSON.parse((await send([good], {})).body)).toMatchObject({ code: 'unsupported_media_type' })
})

it('outlives a caller that hangs up in the middle of its body', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'POST /v1/triage HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"text":"',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  socket.destroy()
  await expect.poll(() => fakes.logs.length).toBe(1)
  expect(fakes.logs[0]).toMatchObject({ level: 'info', fields: { code: 'missing_body' } })
  expect(fakes.triage.calls).toEqual([])
  expect((await send([good], json)).status).toBe(200)
})
