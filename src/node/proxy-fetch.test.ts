import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GOOD, KEY, question } from '../../test/harness/upstream/client-bench.ts'
import { ok, startUpstream, type Upstream } from '../../test/harness/upstream/index.ts'
import { createModelClient } from '../assess/llm/model-client.ts'
import { readLlmRules } from './policy-files.ts'
import { createProxyFetch, proxyFor } from './proxy-fetch.ts'

describe('proxyFor', () => {
  const env = {
    HTTPS_PROXY: 'http://p:1',
    http_proxy: 'p:2',
    NO_PROXY: 'corp.example, .inner.example,only.example:8443',
  }
  it.each([
    ['https://api.openai.com/v1', 'http://p:1'],
    ['http://gpu-box:8000/v1', 'http://p:2'],
    ['https://corp.example/v1', null],
    ['https://llm.corp.example/v1', null],
    ['https://notcorp.example/v1', 'http://p:1'],
    ['https://a.inner.example/v1', null],
    ['https://only.example:8443/v1', null],
    ['https://only.example/v1', 'http://p:1'],
    ['http://127.0.0.1:11434/v1', null],
    ['http://[::1]:11434/v1', null],
    ['http://localhost:11434/v1', null],
  ])('for %s is %s', (address, proxy) => {
    expect(proxyFor(address, env)).toBe(proxy)
  })

  it('is nobody without settings, and for nobody with NO_PROXY=*', () => {
    expect(proxyFor('https://api.openai.com/v1', {})).toBeNull()
    expect(proxyFor('https://api.openai.com/v1', { HTTPS_PROXY: 'http://p:1', no_proxy: '*' })).toBeNull()
  })
})

describe('createProxyFetch', () => {
  let upstream: Upstream
  const tunnels: string[] = []
  const proxy = createServer()
  beforeAll(async () => {
    upstream = await startUpstream(ok(GOOD), { key: KEY })
    proxy.on('connect', (req, socket, head) => {
      tunnels.push(req.url ?? '')
      const target = connect(Number(new URL(upstream.baseUrl).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
        target.write(head)
        target.pipe(socket).pipe(target)
      })
      target.on('error', () => socket.destroy())
      socket.on('error', () => target.destroy())
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  })
  afterAll(async () => {
    await upstream.close()
    proxy.closeAllConnections()
    await new Promise((resolve) => proxy.close(resolve))
  })

  it('reaches an endpoint that only the proxy can name', async () => {
    const baseUrl = 'http://model.invalid/v1'
    const { port } = proxy.address() as AddressInfo
    const fetch = await createProxyFetch(baseUrl, { HTTP_PROXY: `http://127.0.0.1:${port}` })
    const model = createModelClient({
      apiKey: KEY,
      baseUrl,
      model: 'gpt-4o-mini',
      rules: await readLlmRules(),
      fetch: fetch!,
    })
    expect((await model.ask(question())).value).toEqual(GOOD)
    expect(tunnels).toEqual(['model.invalid:80'])
  })

  it('says what is wrong with the setting, and not its value', async () => {
    const made = createProxyFetch('https://api.openai.com/v1', { HTTPS_PROXY: 'http://user:secret@' })
    await expect(made).rejects.toThrow('is no address')
    await expect(made).rejects.not.toThrow('secret')
  })

  it('is not there where no proxy is named', async () => {
    expect(await createProxyFetch('https://api.openai.com/v1', {})).toBeUndefined()
  })
})
