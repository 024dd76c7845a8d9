import { z } from '@hono/zod-openapi'
import { safeText } from '../../domain/complaint.ts'
import { KINDS } from '../../domain/knowledge.ts'
import { MAX_FILE } from '../../files/table.ts'
import { MAX_ITEMS, type SentItem, type UploadFile } from '../../knowledge/import/gather.ts'
import { problem } from '../problem.ts'
import { invalid, validate } from '../validate.ts'
import { readCapped, readJsonBody, tooLarge } from './json-body.ts'

/** Longest upload, bytes, all its files together. */
export const MAX_UPLOAD = MAX_FILE
/** Longest list of mended items, bytes. */
const MAX_JSON = 16 * 1024 * 1024
/** Files and fields of one upload. */
const MAX_PARTS = 200

const why = safeText(500).trim().min(1).nullable().default(null).describe('原因 · why')

export const sentItemsSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          kind: z.enum(KINDS),
          item: z.looseObject({}).describe('CaseWriteUp 或 Script · a CaseWriteUp or a Script'),
          file: z.string().max(500).optional().describe('原先来自的文件 · the file it had been read from'),
          row: z.int().nullable().optional(),
        }),
      )
      .min(1)
      .max(MAX_ITEMS),
    why,
  })
  .meta({ id: 'ImportItems', description: '在页面上改好的条目 · items mended on a page' })

/** What was sent: files, or items that somebody has mended. */
export interface UploadBody {
  files: UploadFile[]
  items: SentItem[] | null
  why: string | null
}

/**
 * Reads an upload: a form with files, one file as it is (named by `?name=`), or items as JSON. Throws
 * `unsupported_media_type`, `payload_too_large`, `missing_body`, `invalid_request`, and what JSON throws.
 */
export async function readUploadBody(request: Request, name: string | undefined): Promise<UploadBody> {
  const { headers, body } = request
  const type = headers.get('content-type')?.trim() ?? ''
  if (/^application\/json\b/i.test(type)) {
    const { items, why } = validate(sentItemsSchema, (await readJsonBody(request, MAX_JSON)).value)
    return { files: [], items, why }
  }
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  const form = /^multipart\/form-data\b/i.test(type)
  if (encoding !== 'identity' || !(form || /^application\/octet-stream\b/i.test(type)))
    throw problem(
      'unsupported_media_type',
      '请以 multipart/form-data(字段 file)、application/octet-stream(地址带 ?name=文件名)或 application/json 发送，不压缩。Send multipart/form-data (field file), application/octet-stream (with ?name=), or application/json, not compressed.',
    )
  if (body === null || headers.get('content-length') === '0') throw problem('missing_body')
  if (Number(headers.get('content-length')) > MAX_UPLOAD) throw tooLarge(MAX_UPLOAD)
  const bytes = await readCapped(body, MAX_UPLOAD)
  if (bytes.length === 0) throw problem('missing_body')
  if (form) return readForm(bytes, type)
  if (!name) throw invalid([{ path: 'name', message: '必填:文件名 / required: the file’s name' }])
  return { files: [{ name, bytes }], items: null, why: null }
}

async function readForm(bytes: Uint8Array, type: string): Promise<UploadBody> {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(type)
  if (!boundary) throw brokenForm()
  // Counted before it is taken apart: a million tiny parts would cost far more than their bytes.
  if (occurrences(bytes, `--${boundary[1] ?? boundary[2]}`, MAX_PARTS + 1) > MAX_PARTS + 1)
    throw problem(
      'payload_too_large',
      `一次最多 ${MAX_PARTS} 个文件，更多请打成 zip。At most ${MAX_PARTS} files at once; put more into a zip.`,
    )
  const form = await new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw brokenForm()
    })
  const files: UploadFile[] = []
  // An empty picker sends a nameless empty file.
  for (const file of form.getAll('file'))
    if (typeof file !== 'string' && (file.name !== '' || file.size > 0))
      files.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
  if (files.length === 0) throw invalid([{ path: 'file', message: '必填:至少一个文件 / required: one file at least' }])
  const said = form.get('why')
  // A form sends its empty fields too.
  const given = typeof said === 'string' && said.trim() !== '' ? said.trim() : null
  return { files, items: null, ...validate(z.object({ why }), { why: given }) }
}

const brokenForm = () =>
  invalid([{ path: '(body)', message: '不是完整的 multipart/form-data / no whole multipart form' }])

/** How often a run of ASCII stands in the bytes, counted until it is more than `most`. */
function occurrences(bytes: Uint8Array, words: string, most: number): number {
  const wanted = new TextEncoder().encode(words)
  let found = 0
  for (let at = bytes.indexOf(wanted[0]!); at !== -1 && found <= most; at = bytes.indexOf(wanted[0]!, at + 1)) {
    let i = 1
    while (i < wanted.length && bytes[at + i] === wanted[i]) i++
    if (i === wanted.length) found++
  }
  return found
}
