/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { SAMPLES } from '../routes/knowledge-samples.ts'
import { Choice, Say } from './say.tsx'

/** Files in, findings beside each item, what is ready imported with its progress. */
export const KnowledgeUpload = ({ root, samples }: { root: string; samples: boolean }) => (
  <>
    <h1>
      <Say k="upload.title" />
    </h1>
    <p class="note">
      <Say k="upload.note" />
    </p>
    <div id="drop" class="drop">
      <p class="big" aria-hidden="true">
        <Say k="upload.drop" />
      </p>
      <p>
        <input
          id="files"
          class="unseen"
          type="file"
          multiple
          accept=".md,.markdown,.docx,.txt,.csv,.tsv,.xlsx,.json,.jsonl,.ndjson,.zip"
        />
        <label for="files" class="button">
          <Say k="upload.pick" />
        </label>
      </p>
    </div>
    {samples ? (
      <p class="facts samples">
        <Say k="upload.samples" />
        {Object.keys(SAMPLES).map((name) => (
          <a href={`${root}v1/knowledge/samples/${name}`} download={name}>
            {name}
          </a>
        ))}
      </p>
    ) : null}
    <div id="failure" role="alert" />
    <output id="said" class="muted" />
    <section id="read" aria-labelledby="read-title" hidden>
      <div class="title">
        <h2 id="read-title" tabindex={-1}>
          <Say k="upload.read" />
        </h2>
        <p id="summary" class="facts" />
      </div>
      <ul id="file-findings" class="plain" />
      <div class="bar">
        <div class="field inline">
          <label for="show">
            <Say k="upload.show" />
          </label>
          <select id="show">
            <Choice k="upload.show.all" value="all" />
            <Choice k="upload.show.bad" value="bad" />
            <Choice k="upload.show.noted" value="noted" />
          </select>
        </div>
        <div class="field inline">
          <label for="import-why">
            <Say k="upload.why" />
          </label>
          <input id="import-why" maxlength={500} aria-describedby="import-why-hint" />
          <p class="hint unseen" id="import-why-hint">
            <Say k="upload.why.hint" />
          </p>
        </div>
        <p class="buttons">
          <button type="button" id="check" hidden>
            <Say k="upload.check" />
          </button>
          <span class="check">
            <input type="checkbox" id="submit" />
            <label for="submit">
              <Say k="upload.submit" />
            </label>
          </span>
          <button type="button" id="import" class="main" />
        </p>
      </div>
      <ol id="read-items" class="plain" />
      <p class="buttons">
        <button type="button" id="more" hidden>
          <Say k="upload.more" />
        </button>
      </p>
    </section>
    <section id="running" class="card" aria-labelledby="running-title" hidden>
      <h2 id="running-title" tabindex={-1}>
        <Say k="upload.importing" />
      </h2>
      <progress id="progress" aria-labelledby="running-title" max={1} value={0} />
      <output id="progress-said" />
      <p class="buttons">
        <button type="button" id="cancel">
          <Say k="upload.cancel" />
        </button>
      </p>
      <div id="results" />
    </section>
  </>
)
