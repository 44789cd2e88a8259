# One image for web, collab and migrations: the command says which. Node runs the sources as they are; only the pages are built.
FROM node:24-slim AS build
WORKDIR /tandem
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
# Packages of further languages, see docs/running.md.
ARG LANGUAGES=""
RUN if [ -n "$LANGUAGES" ]; then npm install --ignore-scripts --prefix languages $LANGUAGES; fi
RUN NODE_ENV=production npx remix vite:build

# Optional packages are the embedded Postgres of npm start. Monaco is in the build already.
FROM node:24-slim AS dependencies
WORKDIR /tandem
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && rm -rf node_modules/monaco-editor node_modules/y-monaco

FROM node:24-slim
WORKDIR /tandem
ENV NODE_ENV=production
COPY --from=dependencies /tandem/node_modules node_modules
COPY --from=build /tandem/build build
COPY package.json ./
COPY migrations migrations
COPY db db
COPY protocol protocol
COPY observe observe
COPY collab collab
COPY app app
USER node
# web; collab is "node collab/server.ts", and "node db/migrate.ts" brings the tables up to date.
CMD ["node", "app/server/server.ts"]
