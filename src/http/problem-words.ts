import type { ErrorCode } from '../domain/errors.ts'

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 428 | 500 | 503

export interface ProblemWords {
  status: ProblemStatus
  title: string
  titleEn: string
  /** What to do about it, in both languages; used unless the error brings a sentence of its own. */
  detail: string
}

const words = (status: ProblemStatus, title: string, titleEn: string, detail: string): ProblemWords => ({
  status,
  title,
  titleEn,
  detail,
})

/** One row for each failure the house knows. */
export const PROBLEMS: Record<ErrorCode, ProblemWords> = {
  malformed_json: words(
    400,
    'JSON 格式有误',
    'Malformed JSON',
    '请求正文不是合法的 JSON，请修正后重试。The body is not valid JSON; mend it and send it again.',
  ),
  invalid_encoding: words(
    400,
    '字符编码有误',
    'Invalid encoding',
    '内容不是合法的 UTF-8（例如用了 GBK），请以 UTF-8 编码发送。The bytes are not valid UTF-8 (GBK, perhaps); send UTF-8.',
  ),
  missing_body: words(
    400,
    '缺少请求正文',
    'Missing body',
    '请求没有正文，请以 application/json 发送，例如 {"text":"投诉内容"}。There is no body; send JSON such as {"text":"the complaint"}.',
  ),
  invalid_request: words(
    422,
    '请求内容不符合要求',
    'Invalid request',
    '请按 issues 逐项修改后重试。Mend what issues lists and send it again.',
  ),
  unsupported_media_type: words(
    415,
    '不支持的内容类型',
    'Unsupported media type',
    '请以 Content-Type: application/json（UTF-8，不压缩）发送。Send Content-Type: application/json, in UTF-8, not compressed.',
  ),
  payload_too_large: words(
    413,
    '请求正文过大',
    'Payload too large',
    '正文最多 64 KB（投诉原文最多 8,000 个字符），请缩短后重试。A body is at most 64 KB (a text at most 8,000 characters); shorten it.',
  ),
  unauthenticated: words(
    401,
    '未通过身份验证',
    'Unauthenticated',
    '请在 Authorization: Bearer <密钥> 或 X-Api-Key 中提供有效密钥；密钥用 suzhen keys create 生成。Send a valid key as Authorization: Bearer <key> or X-Api-Key; suzhen keys create makes one.',
  ),
  forbidden: words(
    403,
    '权限不足',
    'Forbidden',
    '该密钥的角色不能使用此接口，请换用有权限的密钥。The role of this key may not do this; use a key that may.',
  ),
  not_found: words(
    404,
    '没有这条记录',
    'Not found',
    '没有这个编号的记录，请核对编号；store 为 false 的分诊不会保存。There is no record of that id; check it. What was judged with store: false is not kept.',
  ),
  unknown_route: words(
    404,
    '没有这个地址',
    'No such path',
    '没有这个地址，可用的接口见 /docs。There is no such path; /docs lists those there are.',
  ),
  method_not_allowed: words(
    405,
    '不支持该方法',
    'Method not allowed',
    '此地址不支持该方法，可用的方法见 Allow 头。This path does not take that method; the Allow header names those it takes.',
  ),
  conflict: words(
    409,
    '与当前状态冲突',
    'Conflict',
    '这一步与记录当前的状态不符，请刷新后重试。The record does not stand where this step begins; load it again and retry.',
  ),
  precondition_required: words(
    428,
    '缺少 If-Match',
    'If-Match is missing',
    '请把读取时得到的 ETag 放入 If-Match 头，以免覆盖别人的修改。Send the ETag you were given as If-Match, so that no change is lost.',
  ),
  precondition_failed: words(
    412,
    '已被别人修改',
    'Changed by another',
    '读取之后有人改过这条记录，请重新读取、合并后再提交；这次没有保存。Somebody changed it after you read it; read it again, bring the two together and send it again. Nothing was saved.',
  ),
  idempotency_conflict: words(
    422,
    '幂等键冲突',
    'Idempotency conflict',
    '这个 Idempotency-Key 已用于另一份内容，新的请求请换新的键。This Idempotency-Key was used with another body; use a new key for a new request.',
  ),
  storage_unavailable: words(
    503,
    '存储暂不可用',
    'Storage unavailable',
    '存储暂不可用，什么都没有保存，请按 Retry-After 稍后重试。Storage is away just now and nothing was kept; try again after Retry-After.',
  ),
  shutting_down: words(
    503,
    '服务正在停止',
    'Shutting down',
    '服务正在停止，请按 Retry-After 稍后重试。The service is stopping; try again after Retry-After.',
  ),
  internal: words(
    500,
    '服务内部错误',
    'Internal error',
    '服务出错，已记录；请稍后重试，仍不行请把 requestId 告诉管理员。Something went wrong here and was logged; try again, or give the requestId to your administrator.',
  ),
}
