import type { Failure, ProblemAnswer } from './api.ts'
import type { Bit, Dom } from './dom.ts'
import type { SignIn } from './sign-in.ts'

export interface Notice {
  /** Says in words what went wrong, in an element that is read out at once. Issues that are shown elsewhere are left out. */
  show(at: HTMLElement, error: unknown, retry?: () => void, issues?: ProblemAnswer['issues']): void
  clear(at: HTMLElement): void
}

/** Failures in words, with what to do. 401 and 403 lead to the sign-in. */
export function createNotice(dom: Dom, signIn: SignIn): Notice {
  const { node, say } = dom
  const parts = ({ status, problem }: Failure): [title: Bit, detail: Bit] => {
    if (status === 0) return [say('fail.network'), say('fail.network.do')]
    if (status === 401) return [say('fail.signin'), say('fail.signin.do')]
    if (!problem?.title) return [[say('fail.unknown'), ` (${status})`], say('fail.network.do')]
    return [dom.both(problem.title, problem.titleEn ?? problem.title), dom.sentence(problem.detail ?? '')]
  }
  return {
    show(at, error, retry, issues) {
      // What is no Failure is a fault of the page itself: it belongs in the console.
      if ((error as Failure | null)?.failed !== true) throw error
      const failure = error as Failure
      const [title, detail] = parts(failure)
      const listed = issues ?? failure.problem?.issues ?? []
      const locked = failure.status === 401 || failure.status === 403
      at.replaceChildren(
        node(
          'div',
          { class: 'problem' },
          node('p', {}, node('b', {}, title)),
          node('p', {}, detail),
          listed.length > 0 &&
            node(
              'ul',
              {},
              listed.map((i) => node('li', {}, node('code', {}, i.path), ' ', dom.sentence(i.message))),
            ),
          locked &&
            node(
              'p',
              { class: 'buttons' },
              dom.button(say(failure.status === 401 ? 'sign.in' : 'sign.other'), async () => {
                if (await signIn.ask()) {
                  at.replaceChildren()
                  retry?.()
                }
              }),
            ),
          failure.problem?.requestId &&
            node('p', { class: 'muted' }, say('fail.id', { id: failure.problem.requestId })),
        ),
      )
    },
    clear: (at) => at.replaceChildren(),
  }
}
