import pc from 'picocolors'
import { readConfig } from '../../config.ts'
import { createLogger } from '../logger.ts'
import { startService } from '../serve.ts'

/** Serves until SIGTERM or SIGINT; a second signal stops at once. */
export async function serve(env: NodeJS.ProcessEnv): Promise<number> {
  const config = readConfig(env)
  const logger = createLogger(config.logLevel)
  const started = performance.now()
  const service = await startService(config, logger)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  say(`${pc.bold('诉诊 Suzhen')} ${pc.green(service.url)}  (${seconds} s)  接口文档 API reference: ${service.url}/docs`)
  if (!service.guarded)
    say(pc.yellow('未配置 API 密钥,本机任何程序均可调用 · no API keys: open to every program on this machine'))
  if (service.degraded) say(pc.yellow(`降级运行 degraded: ${service.degraded}`))
  logger.info(
    { url: service.url, guarded: service.guarded, degraded: service.degraded !== null, seconds: Number(seconds) },
    'started',
  )
  return new Promise((resolve) => {
    let asked = false
    const stop = () => {
      if (asked) process.exit(1)
      asked = true
      say('正在停止,等待进行中的请求… · stopping, finishing requests under way')
      service.stop().then(
        () => resolve(0),
        () => resolve(1),
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  })
}
