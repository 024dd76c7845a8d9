import type { PlainTensor } from './onnx-load.d.mts'

export const MAX_TOKENS: number
export const MAX_CHARACTERS: number

export function createTokens(
  dir: string,
): Promise<(text: string) => Record<'input_ids' | 'attention_mask' | 'token_type_ids', PlainTensor>>
