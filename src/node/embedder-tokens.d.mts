import type { PlainTensor } from './onnx-load.d.mts'

export function createTokens(
  dir: string,
): Promise<(text: string) => Record<'input_ids' | 'attention_mask' | 'token_type_ids', PlainTensor>>
