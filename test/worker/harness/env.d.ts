/** What the project binds for the tests themselves (project.ts). The runtime's own types would take the place of the DOM's. */
declare module 'cloudflare:workers' {
  interface Service {
    fetch(url: string, init?: RequestInit): Promise<Response>
  }
  export const env: Record<'SUZHEN' | 'ASKING' | 'SHADOWING' | 'AWAY' | 'UNSET', Service> & {
    HOME: import('./home.ts').WorkerHome
  }
}
