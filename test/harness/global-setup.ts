import { askRealPostgres, realPostgresUrl } from './databases.ts'

export default async function setup(): Promise<void> {
  if (realPostgresUrl === undefined) {
    console.log(
      '未设置 TEST_DATABASE_URL，跳过真实 PostgreSQL 的测试。TEST_DATABASE_URL is not set: the real-Postgres suites are skipped (`.ci/postgres start DIR` prints one).',
    )
    return
  }
  try {
    const { server, vector } = await askRealPostgres(realPostgresUrl)
    console.log(
      `已设置 TEST_DATABASE_URL，真实 PostgreSQL 的测试照常运行。TEST_DATABASE_URL is set: the real-Postgres suites run on PostgreSQL ${server} with pgvector ${vector}.`,
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error'
    throw new Error(
      `已设置 TEST_DATABASE_URL，但数据库不可用，测试未运行。TEST_DATABASE_URL is set but cannot be used, so no test was run. ${why}. Start it or unset the variable.`,
    )
  }
}
