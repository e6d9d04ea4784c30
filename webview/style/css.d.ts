/** Style sheets are bundled into the page's one. */
declare module '*.css';
