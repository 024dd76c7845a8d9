import { expect, it } from 'vitest'
import { fakeApp } from './fakes.ts'

it.each([
  ['localhost:8787', 200],
  ['127.0.0.1', 200],
  ['[::1]:8787', 200],
  ['evil.example', 403],
  ['127.0.0.1.evil.example', 403],
])('without keys a request for host %s is answered %i', async (host, status) => {
  const { app } = await fakeApp()
  const response = await app.request('/health/live', { headers: { host } })
  expect(response.status).toBe(status)
})
