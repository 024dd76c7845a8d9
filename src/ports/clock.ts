/** Now, as an instant in milliseconds since 1970. */
export interface Clock {
  now(): number
}
