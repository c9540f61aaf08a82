# Debian's small image, with the C library that CI runs on. docs/hosting.md says how to run it.
FROM node:24-slim AS build
WORKDIR /build
# No package needs its install script; the project's own would build before its files are here.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
COPY --from=build /build/node_modules node_modules/
COPY --from=build /build/package.json /build/manifest.yml ./
COPY --from=build /build/bin bin/
COPY --from=build /build/dist/*.js dist/
COPY --from=build /build/dist/app dist/app/
# A new volume takes its owner and mode from here.
RUN install -d -o 1000 -g 1000 -m 700 /data
USER 1000:1000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD \
  ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Followed by doctor, backup, restore or data, it runs that program.
ENTRYPOINT ["node", "--max-semi-space-size=8", "bin/box-sign-for-slack.js"]
