import { Command } from 'commander'
import { isSuzhenError } from '../domain/errors.ts'
import { addEvalCommands } from './commands/eval.ts'
import { packageVersion } from './package-version.ts'
import { settingsHelp } from './settings-help.ts'

/** Runs one command line; answers the exit code. Errors meant for people are printed whole, others without their insides unless LOG_LEVEL=debug. */
export async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('suzhen')
    .description('诉诊 · complaint triage')
    .version(packageVersion())
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
  let code = 0
  const act =
    <A extends unknown[]>(work: (...args: A) => Promise<number | undefined>) =>
    async (...args: A) => {
      code = (await work(...args)) ?? 0
    }

  program
    .command('serve')
    .description('启动服务 · start the service')
    .addHelpText('after', settingsHelp)
    .action(act(async () => (await import('./commands/serve.ts')).serve(process.env)))
  program
    .command('migrate')
    .description('升级数据库结构并装入初始知识库 · bring the database up to date and seed an empty knowledge base')
    .option('--no-seed', '不装入初始知识库 · leave an empty knowledge base empty')
    .action(act(async (options) => (await import('./commands/migrate.ts')).migrate(process.env, options)))
  program
    .command('triage')
    .description('分诊一条投诉 · judge one complaint and print a readable answer')
    .argument('<text>', '投诉内容,- 表示从标准输入读取 · the complaint, or - for standard input')
    .option('--json', '输出 JSON · print the answer as JSON')
    .option('--explain', '说明为何不是更高一级 · say why not one level graver')
    .option('--store', '留存结果 · keep the decision')
    .option('--channel <channel>', '渠道 · channel')
    .option('--domain <domain>', '行业 · domain')
    .option('--role <role>', '面向角色 · frontline, supervisor or management')
    .action(
      act(async (text: string, options) => (await import('./commands/triage.ts')).triage(process.env, text, options)),
    )
  const keys = program.command('keys').description('API 密钥 · API keys')
  keys
    .command('create')
    .description('创建密钥,仅显示一次 · make a key; it is shown once')
    .requiredOption('--role <role>', 'agent | analyst | knowledge | admin')
    .option('--audience <audience>', 'frontline | supervisor | management')
    .option('--label <label>', '用途说明 · what it is for', '')
    .action(act(async (options) => (await import('./commands/keys.ts')).createKey(process.env, options)))
  keys
    .command('list')
    .description('列出密钥 · list keys')
    .action(act(async () => (await import('./commands/keys.ts')).listKeys(process.env)))
  keys
    .command('revoke')
    .argument('<id>', 'key_…')
    .description('吊销密钥 · revoke a key')
    .action(act(async (id: string) => (await import('./commands/keys.ts')).revokeKey(process.env, id)))
  program
    .command('model')
    .description('向量模型 · the embedding model')
    .command('fetch')
    .description('下载并校验模型 · fetch and check the model')
    .action(act(async () => (await import('./commands/model.ts')).fetchModel(process.env)))
  program
    .command('train')
    .description('由标注集训练本地引擎 · train the local engine from a labelled set')
    .option('--set <set>', 'train, 或 JSONL 路径 · or a path', 'train')
    .option('--calibrate-on <set>', '校准用的标注集 · the set to calibrate on', 'dev')
    .option('--out <folder>', '输出目录 · where to write', '')
    .action(act(async (options) => (await import('./commands/train.ts')).trainCommand(process.env, options)))
  program
    .command('train-replies')
    .description('训练回复检查的读者 · train the reader of the reply check')
    .option('--out <folder>', '输出目录 · where to write', '')
    .action(act(async (options) => (await import('./commands/train-replies.ts')).trainRepliesCommand(options)))
  program
    .command('tune')
    .description('微调编码器(需要 PyTorch) · tune the encoder (needs PyTorch)')
    .option('--set <set>', 'train, 或 JSONL 路径 · or a path', 'train')
    .option('--dev <set>', '每轮后查看的标注集 · looked at after each epoch', 'dev')
    .option('--onward', '接着已有的微调 · go on from what ships')
    .option(
      '--average <folder>',
      '与另一次微调的结果取平均,不再微调 · take the mean with another tuning; tunes nothing',
    )
    .option('--newest <n>', '只用最新的 n 条,再加同样多的旧例 · the newest n and as many older ones')
    .option('--work <folder>', '中间文件的目录 · a folder for what is needed on the way', '')
    .option('--python <program>', '带 PyTorch 的 Python · a Python with PyTorch', 'python3')
    .action(act(async (options) => (await import('./commands/tune.ts')).tuneCommand(process.env, options)))
  program
    .command('words')
    .description(
      '月度用词:哪些词多了、哪些是新的、哪些缺话术 · words of the month: what rose, what is new, what has no script',
    )
    .option('--month <month>', '月份,默认上一个完整的月 · such as 2026-10; the last that is over when absent')
    .option('--limit <n>', '词数 · how many words', '50')
    .option('--json', '输出 JSON · print JSON')
    .action(act(async (options) => (await import('./commands/words.ts')).wordsCommand(process.env, options)))
  const knowledge = program.command('knowledge').description('知识库 · the knowledge base')
  knowledge
    .command('import')
    .description('导入案例与话术(md、docx、xlsx、csv、json、jsonl、txt、zip) · import cases and scripts')
    .argument('<file...>', '文件 · files')
    .option('--dry-run', '只读出并检查,什么都不保存 · read and check, keep nothing')
    .option('--submit', '导入后直接送审 · hand them in for review at once')
    .option('--why <words>', '原因,记入历史 · why, for the history')
    .option('--json', '输出 JSON · print JSON')
    .action(
      act(async (files: string[], options) =>
        (await import('./commands/knowledge.ts')).importCommand(process.env, files, options),
      ),
    )
  knowledge
    .command('export')
    .description('导出条目的最新版,可再导入 · export items in their latest version, such as an import reads back')
    .option('--out <file>', '.jsonl 或 .csv,默认标准输出 JSONL · standard output as JSON lines when absent')
    .option('--kind <kind>', 'case | script')
    .option('--status <status>', 'draft | in_review | published | retired,默认除已下架外全部 · all but retired')
    .action(act(async (options) => (await import('./commands/knowledge.ts')).exportCommand(process.env, options)))
  knowledge
    .command('check')
    .description(
      '检查全部已发布话术:越权承诺、不能说的话、空的问题;有问题时退出码为 1 · check every published script: promises over its powers, what nobody may say, slots; exit code 1 when there are findings',
    )
    .option('--json', '输出 JSON · print JSON')
    .action(act(async (options) => (await import('./commands/knowledge.ts')).checkCommand(process.env, options)))
  knowledge
    .command('vectors')
    .description('各模型的向量与检索所用的模型 · vectors by model, and the model that search uses')
    .option('--json', '输出 JSON · print JSON')
    .action(
      act(async (options) => (await import('./commands/knowledge-vectors.ts')).vectorsCommand(process.env, options)),
    )
  knowledge
    .command('reembed')
    .description(
      '用现在的模型补齐向量,齐后检索改用它;可中断后接着做 · make the vectors that the present model lacks, then search by it; goes on where it was stopped',
    )
    .option('--prune', '完成后删除其他模型的向量 · then remove the vectors of other models')
    .action(
      act(async (options) => (await import('./commands/knowledge-vectors.ts')).reembedCommand(process.env, options)),
    )
  knowledge
    .command('ship-vectors')
    .description(
      '改了随附案例或话术后运行:重写 fixtures/seed-vectors.jsonl · after a change of the cases and scripts that ship: write their vectors anew',
    )
    .action(act(async () => (await import('./commands/knowledge-vectors.ts')).shipVectorsCommand(process.env)))
  addEvalCommands(program, act)

  try {
    await program.parseAsync([...argv])
    return code
  } catch (error) {
    const known = error as { code?: string; exitCode?: number; message?: string }
    if (known.code?.startsWith('commander.')) return known.exitCode ?? 1
    if (isSuzhenError(error)) process.stderr.write(`${error.message}\n`)
    else if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack}\n`)
    else
      process.stderr.write(
        `suzhen: ${(error as Error).name}: unexpected failure; LOG_LEVEL=debug shows more / 意外错误,LOG_LEVEL=debug 可查看详情\n`,
      )
    return 1
  }
}
