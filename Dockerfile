# The `egdi` program in a container: `docker build -t egdi-pipeline .`, then `docker compose up -d`.
# Three stages: production dependencies, the compiled program, and an image that holds only these two.

ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# No production dependency has an install script; none is given the chance.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The install scripts belong to the database servers that only the tests start.
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY scripts/clean-dist.mjs scripts/
COPY src src
COPY pipelines pipelines
RUN npm run build

FROM ${NODE_IMAGE} AS runtime
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="egdi-pipeline" \
      org.opencontainers.image.description="From the spreadsheets of the UN E-Government Survey to versioned PostgreSQL tables" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"

# tini is PID 1: it hands signals on and reaps the child processes that read workbooks.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=node --group=node /data

WORKDIR /app
# A licence or notice goes along; the pattern keeps the build working without them.
COPY package.json LICENSE* NOTICE* ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY sql sql
COPY fixtures/self-assessment fixtures/self-assessment
COPY fixtures/un-survey fixtures/un-survey
COPY fixtures/national fixtures/national
COPY fixtures/international fixtures/international

ENV NODE_ENV=production \
    NODE_OPTIONS="--enable-source-maps --disable-proto=delete" \
    EGDI_DATA_DIR=/data

USER node
VOLUME ["/data"]
STOPSIGNAL SIGTERM

# A run is a job: its exit code says how it went, and a probe beside it would only wait for the store's lock.
# Whether the data is fresh is asked with `egdi status`, which exits 5 when it is not.
HEALTHCHECK NONE

# Not npm: as PID 1 it would keep signals from the program.
ENTRYPOINT ["tini", "--", "node", "/app/dist/src/cli/main.js"]
CMD ["run"]
