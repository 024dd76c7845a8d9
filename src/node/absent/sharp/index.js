export default function sharp() {
  throw new Error('sharp is left out of this project: no image is ever read (docs/dependencies.md)')
}
