import { describe } from 'vitest'
import { chromiumPath } from '../harness/chromium.ts'
import { pagesGround } from './ground.ts'
import { accessCases } from './pages/access.ts'
import { consoleCases } from './pages/console.ts'
import { keyCases } from './pages/keys.ts'
import { knowledgeCases } from './pages/knowledge.ts'
import { upkeepCases } from './pages/upkeep.ts'
import { uploadCases } from './pages/upload.ts'

// One service and one browser for all of them: to start them takes longer than what is asked of them.
describe.skipIf(!chromiumPath)('the pages in a browser', () => {
  const ground = pagesGround()
  describe('the console', () => consoleCases(ground))
  describe('the knowledge pages', () => knowledgeCases(ground))
  describe('the upkeep of the knowledge', () => upkeepCases(ground))
  describe('the upload page', () => uploadCases(ground))
  describe('everybody', () => accessCases(ground))
  describe('with keys', () => keyCases(ground))
})
