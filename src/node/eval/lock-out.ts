import { isSuzhenError, suzhenError } from '../../domain/errors.ts'
import { type Lock, lockFolder } from '../lock.ts'

/** Takes a report folder for this process: two runs in one journal would double each other's answers. */
export function lockOut(folder: string): Lock {
  try {
    return lockFolder(folder)
  } catch (error) {
    if (!isSuzhenError(error)) throw error
    throw suzhenError(
      'storage_unavailable',
      `另一次评测正在写 ${folder},等它结束或换一个 --out / another evaluation is writing to ${folder}; wait for it, or name another --out`,
    )
  }
}
