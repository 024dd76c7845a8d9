import type { Command } from 'commander'

type Act = <A extends unknown[]>(work: (...args: A) => Promise<number | undefined>) => (...args: A) => Promise<void>

const collect = (value: string, earlier: string[] = []): string[] => [...earlier, value]

/** Adds `suzhen eval` and what stands under it. */
export function addEvalCommands(program: Command, act: Act): void {
  // Options after a subcommand's name are the subcommand's own: eval and what stands under it share some names.
  const run = program
    .enablePositionalOptions()
    .command('eval')
    .description('评测:用标注集给引擎打分、比较、过门槛 · evaluate: score the engine on labelled cases, compare, gate')
    .enablePositionalOptions()
    .option('--set <set>', 'train、dev、test,或 JSONL/CSV/TSV/XLSX 路径 · or a path', 'test')
    .option('--engine <engine>', 'local、auto 或 llm · local, auto or llm', 'local')
    .option('--policy <names>', '策略,逗号分隔;默认同 POLICY · policies, comma-separated; POLICY when absent')
    .option('--where <filter>', '筛选,可多次:slice=irony|veiled-threat,lang=en · filter, repeatable', collect)
    .option('--sample <n>', '随机抽样条数 · draw so many at random')
    .option('--seed <seed>', '抽样种子 · seed of the draw', 'suzhen')
    .option('--limit <n>', '只跑前几条 · only the first so many')
    .option('--concurrency <n>', '并发 · how many at a time', '4')
    .option('--resume', '接着上次中断的运行 · go on with an interrupted run')
    .option('--out <folder>', '报告目录 · where the reports go', './eval-report')
    .option('--lang <lang>', '终端报告语言 zh 或 en · language of the printed report', 'zh')
    .optionsGroup('自己的文件 · your own file:')
    .option('--map <pairs>', '列映射,可多次:text=投诉内容,severity=等级 · which column holds what, repeatable', collect)
    .option('--map-file <file>', '列映射与取值映射 YAML · columns and the meaning of values, as YAML')
    .option('--facet <columns>', '另按这些列分组,可多次 · further columns to group by, repeatable', collect)
    .option('--sheet <sheet>', '工作表名或序号 · sheet by name or number')
    .option('--encoding <encoding>', '编码,默认自动识别 · encoding; told by the file when absent')
    .option('--delimiter <char>', '分隔符,默认自动识别;tab 为制表符 · delimiter; told by the file when absent')
    .option('--strict', '有任何问题即停止 · any finding is an error')
    .optionsGroup('门槛与基线 · gate and baseline:')
    .option('--baseline <baseline>', '基线名或路径;默认为该标注集的基线 · name or path; that of the set when absent')
    .option('--gate', '按门槛判定,未通过退出码为 2 · hold against the thresholds; exit code 2 when they are not met')
    .option('--thresholds <file>', '门槛文件,默认 eval/thresholds.yaml · thresholds file')
    .option('--bless', '把这次运行设为基线 · make this run the baseline')
    .option('--who <name>', '谁认可 · who vouches for it (--bless)')
    .option('--why <text>', '为何认可 · why (--bless)')
    .addHelpText(
      'after',
      `
退出码 · exit codes: 0 通过 passed, 1 无法运行 could not run, 2 门槛未通过 gate failed
例 · examples:
  suzhen eval --gate
  suzhen eval --set 投诉.csv --map text=投诉内容,severity=等级,primary=类型 --facet 省份 --gate
`,
    )
    // Let through here so that a mistyped subcommand gets an answer that helps.
    .allowExcessArguments()
    .action(
      act(async (options, command: Command) =>
        (await import('./eval-run.ts')).evalCommand(process.env, options, command.args),
      ),
    )

  run
    .command('injection')
    .description('注入攻击集对整个服务 · the suite of injection attacks against the whole service')
    .option('--every <n>', '每 n 条取一条 · every n-th attack alone')
    .option('--json', '输出 JSON · print JSON')
    .action(act(async (_, command: Command) => (await import('./eval-injection.ts')).injectionCommand(command.opts())))
  run
    .command('compare')
    .description('比较两次运行,或影子与答复 · compare two runs, or shadows with the answers given')
    .argument('[base]', 'run.jsonl、基线路径或基线名 · a run.jsonl, or a baseline by path or name')
    .argument('[other]', '同上 · likewise')
    .option('--shadow', '比较影子判断与当时的答复 · compare what shadows said with the answers given')
    .option('--since <date>', '--shadow:只要此日之后的 · only those since, such as 2026-11-01')
    .option('--model <model>', '--shadow:只要这个大模型的 · only those of this language model')
    .option('--json', '--shadow:输出 JSON · print JSON')
    .option('--out <folder>', '另写报告到此目录 · write the reports here too')
    .option('--lang <lang>', 'zh 或 en · zh or en', 'zh')
    .action(
      act(async (base: string | undefined, other: string | undefined, options) =>
        (await import('./eval-compare.ts')).compareCommand(process.env, base, other, options),
      ),
    )
  run
    .command('report')
    .description('重新评分一次已存的运行,不再提问 · score a stored run again without asking')
    .argument('<run>', 'run.jsonl 或基线 · a run.jsonl or a baseline')
    .option('--out <folder>', '报告目录 · where the reports go', './eval-report')
    .option('--baseline <baseline>', '基线名或路径 · baseline by name or path')
    .option('--gate', '按门槛判定 · hold against the thresholds')
    .option('--thresholds <file>', '门槛文件 · thresholds file')
    .option('--lang <lang>', 'zh 或 en · zh or en', 'zh')
    .action(act(async (stored: string, options) => (await import('./eval-report.ts')).reportCommand(stored, options)))
  run
    .command('lint')
    .description('检查标注集 · check labelled sets')
    .argument('[sets...]', 'train、dev、test 或 JSONL 路径;默认三者 · names or paths; all three when absent')
    .option('--coverage', '对指定文件也查覆盖 · check coverage for named files too')
    .option('--all', '列出全部问题 · list every finding')
    .addHelpText('after', '\n退出码 · exit codes: 0 没有问题 clean, 1 无法检查 could not check, 2 有问题 findings\n')
    .action(
      act(async (sets: string[], options) => (await import('./eval-lint.ts')).lintCommand(process.env, sets, options)),
    )
  run
    .command('export-feedback')
    .description('把已了结的反馈导出为标注用例 · write settled feedback as labelled cases')
    .requiredOption('--out <file>', '写到此 JSONL,不覆盖已有文件 · a JSONL that is not there yet')
    .option('--since <date>', '只要此日之后了结的 · only what was settled since, such as 2026-11-01')
    .addHelpText(
      'after',
      '\n使用内嵌数据库时请先停止服务 · with the embedded database, stop the service first\n个人信息已打码,但打码有限,入库前请人工过目 · personal data is masked, within limits: have a person look before it is used\n',
    )
    .action(
      act(async (options) => (await import('./eval-export-feedback.ts')).exportFeedbackCommand(process.env, options)),
    )
}
