import { readdir, readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { SAMPLES } from '../../src/http/routes/knowledge-samples.ts'
import { packagePath } from '../../src/node/paths.ts'
import { readSample } from '../../src/node/samples.ts'
import { fakeApp } from './fakes.ts'

it.each(Object.entries(SAMPLES))('GET /v1/knowledge/samples/%s saves the file that ships', async (name, type) => {
  const { app } = await fakeApp({ auth: { required: true }, samples: { read: readSample } })
  const response = await app.request(`/v1/knowledge/samples/${name}`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
  expect(response.headers.get('content-disposition')).toBe(`attachment; filename="suzhen-${name}"`)
  const shipped = await readFile(packagePath(`fixtures/uploads/${name}`))
  expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), shipped)).toBe(0)
})

it('offers every sample there is, and nothing else of the disk', async () => {
  const files = (await readdir(packagePath('fixtures/uploads'))).filter((f) => f !== 'README.md')
  expect(Object.keys(SAMPLES).sort()).toEqual(files.sort())
  const { app } = await fakeApp({ samples: { read: readSample } })
  for (const name of ['README.md', '..%2f..%2fpackage.json', 'toString', 'case.exe']) {
    const response = await app.request(`/v1/knowledge/samples/${name}`)
    expect([name, response.status, await response.json()]).toMatchObject([name, 404, { code: 'not_found' }])
  }
})

it('says that there are none where no files are at hand', async () => {
  const { app } = await fakeApp()
  expect((await app.request('/v1/knowledge/samples/case.docx')).status).toBe(200)
  const without = await fakeApp({ samples: undefined as never })
  expect((await without.app.request('/v1/knowledge/samples/case.docx')).status).toBe(404)
})
