export { aboutWindow } from './about-window';
export { publishedRoutes } from './public-routes';
export { createPublicationSide } from './publication-side';
export { publicationRoutes } from './staff-routes';
