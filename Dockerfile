# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY src/node/absent src/node/absent
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 npm_config_cache=/tmp/npm
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY package.json package-lock.json .npmrc ./
COPY drizzle drizzle
COPY policy policy
COPY prompts prompts
COPY fixtures fixtures
COPY src src
RUN install -d -o node -g node data .cache
USER node
EXPOSE 8080
VOLUME ["/app/data", "/app/.cache"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=120s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`, { signal: AbortSignal.timeout(4000) }).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/node/suzhen.mjs", "serve"]
