import type Koa from 'koa';
import serveStatic from 'koa-static';

const hashed = /\.[0-9a-f]{8,20}\.(js|css|png|webp|svg)(\.(gz|br))?$/;

/**
 * Serves the built H5 page. Files with a hash in their name are kept for a year, everything else is asked about
 * each time; `.br` and `.gz` beside a file are sent to who understands them.
 */
export function serveWeb(app: Koa, folder: string): void {
  app.use(
    serveStatic(folder, {
      gzip: true,
      brotli: true,
      setHeaders: (res, path) => {
        res.setHeader(
          'Cache-Control',
          hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    }),
  );
}
