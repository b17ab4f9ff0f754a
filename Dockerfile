# One image for the API and the workers; the command chooses. NODE_IMAGE is any image with Node 24 on a Debian.
ARG NODE_IMAGE=node:24.21.0-trixie-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /opt/errand
# No script of a package runs: what they would fetch, such as another Node, is in the base already.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +
COPY . .
# Bundling takes seconds at each start otherwise, and a folder to write to.
RUN ERRAND_CACHE=/opt/errand/bundles node worker/make-bundles.ts

# The dashboard takes packages that nothing needs once it is built.
FROM ${NODE_IMAGE} AS dashboard
WORKDIR /opt/errand
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY client client
COPY domain domain
COPY web web
COPY stack stack
RUN node stack/dashboard/make.ts /opt/errand/dashboard

FROM ${NODE_IMAGE}
# Neither npm nor anything else that installs is needed from here on.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
    /opt/yarn* /usr/local/bin/yarn /usr/local/bin/yarnpkg \
  && groupadd --gid 10010 errand \
  && useradd --uid 10010 --gid errand --no-create-home --home-dir /tmp --shell /usr/sbin/nologin errand \
  && install --directory --owner errand --group errand --mode 0700 /var/lib/errand /var/lib/errand-api
WORKDIR /opt/errand
# Owned by root: the processes can't change what they run.
COPY --from=build /opt/errand /opt/errand
COPY --from=dashboard /opt/errand/dashboard /opt/errand/dashboard
ENV NODE_ENV=production \
    ERRAND_CACHE=/opt/errand/bundles \
    ERRAND_INTERNAL_DASHBOARD=/opt/errand/dashboard \
    ERRAND_DATA=/var/lib/errand \
    ERRAND_HOST=0.0.0.0
USER 10010:10010
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "stack/production/healthcheck.ts"]
CMD ["node", "api/main.ts"]
